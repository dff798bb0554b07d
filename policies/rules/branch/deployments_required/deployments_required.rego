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

holds[sprintf("%s %s", [ref, deployment.environment])] := deployment.required.value if {
	some ref, p in protection.branches
	some deployment in p.named_deployments
	deployment.environment in declared
}

# The host derives every environment the project names; one it does not list is required by nothing.
holds[sprintf("%s %s", [ref, name])] := false if {
	some ref, p in protection.branches
	some name in (declared - {deployment.environment | some deployment in p.named_deployments})
}

detail[subject] := {"evidence": {"environment": deployment.environment, "because": deployment.required.because}} if {
	some ref, p in protection.branches
	some deployment in p.named_deployments
	subject := sprintf("%s %s", [ref, deployment.environment])
	holds[subject] == false
}
