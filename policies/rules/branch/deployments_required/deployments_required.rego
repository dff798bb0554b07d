# METADATA
# title: Release branches take a change only after it was deployed to the release environment
# description: What was never deployed where releases are tried is merged on the word of its author; the first to run it are those who install it.
# custom:
#   catalogue: BR-30
#   severity: low
#   enforcement: inform
#   collections: [informational]
#   reads: [repository.effective_protection]
#   handles: ["repository.effective_protection[].named_deployments[].required"]
#   identity: [environment]
#   controls: []
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#     - https://docs.github.com/en/rest/repos/rules
#   message: "{subject}: no deployment to this environment is required"
#   fix:
#     command: ""
#     click: "Settings > Rules > Rulesets: on the ruleset of the branch, select Require deployments to succeed and choose the environment ({subject})"
#   parameters: []
#   allow_empty: A project without release environments deploys nothing before it merges.
package rules.branch.deployments_required

import data.lib.protection
import data.project

declared := {name | some name in project.environments}

subjects contains sprintf("%s %s", [ref, name]) if {
	some ref, _ in protection.branches
	some name in declared
}

derived := {sprintf("%s %s", [ref, deployment.environment]): deployment |
	some ref, p in protection.branches
	some deployment in p.named_deployments
	deployment.environment in declared
}

holds[subject] := deployment.required.value if some subject, deployment in derived

# The host derives every environment the project names; one it does not list is required by nothing.
holds[subject] := false if some subject in (subjects - object.keys(derived))

detail[subject] := {"evidence": {"environment": deployment.environment, "because": deployment.required.because}} if {
	some subject, false in holds
	deployment := derived[subject]
}
