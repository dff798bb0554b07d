# METADATA
# title: Other repositories use the workflows of this one only where that was meant
# description: A private reusable workflow that the whole enterprise may call is run with inputs its author never thought of, and shows what it prints to people who cannot read the repository.
# custom:
#   catalogue: AC-09
#   severity: low
#   enforcement: inform
#   collections: [informational]
#   reads: [repository.repository, repository.ci_access, repository.ci_access.outside_access]
#   handles: []
#   identity: [value]
#   controls: []
#   references:
#     - https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository
#     - https://docs.github.com/en/rest/actions/permissions
#   message: "The {subject} are open to more than the policy allows"
#   fix:
#     command: "gh api -X PUT 'repos/{repository}/actions/permissions/access' -f access_level=none"
#     click: "Settings > Actions > General > Access: choose Not accessible"
#   parameters:
#     - name: allowed
#       schema: {"type": "array", "items": {"enum": ["none", "user", "organization", "enterprise"]}, "uniqueItems": true, "minItems": 1}
#       default: ["none"]
#       weaker: more
package rules.actions.outside_access

import data.parameters.actions.outside_access as parameters

applies := input.repository.repository.value.visibility in {"private", "internal", "unknown"}

workflows := "workflows and actions of the repository"

subjects contains workflows

holds[workflows] := access in parameters.allowed if access := input.repository.ci_access.value.outside_access.value

detail[workflows] := {"evidence": {
	"value": input.repository.ci_access.value.outside_access.value,
	"allowed": parameters.allowed,
}} if {
	holds[workflows] == false
}
