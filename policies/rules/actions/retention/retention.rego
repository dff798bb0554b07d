# METADATA
# title: Logs and artifacts are kept as long as they may be needed as evidence
# description: When a release turns out to be bad after the logs of its run are gone, nobody can tell any more what built it.
# custom:
#   catalogue: AC-13
#   severity: low
#   enforcement: inform
#   collections: [informational]
#   reads: [repository.ci_retention]
#   handles: []
#   identity: [minimum_days]
#   controls: []
#   references:
#     - https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository
#     - https://docs.github.com/en/rest/actions/permissions
#   message: "The {subject} are deleted before the policy allows it"
#   fix:
#     command: ""
#     click: "Settings > Actions > General > Artifact and log retention: enter at least as many days as the policy demands"
#   parameters:
#     - name: minimum_days
#       schema: {"type": "integer", "minimum": 1, "maximum": 400}
#       default: 90
#       weaker: lower
package rules.actions.retention

import data.parameters.actions.retention as parameters

kept := "logs and artifacts of workflows"

subjects contains kept

holds[kept] := input.repository.ci_retention.value.days >= parameters.minimum_days

detail[kept] := {"evidence": {"days": input.repository.ci_retention.value.days, "minimum_days": parameters.minimum_days}} if {
	holds[kept] == false
}
