# METADATA
# title: The reviewers of a release environment are people who may write
# description: An app approves whatever it is told to, an empty team approves nothing and is filled by whoever administers it, and a reader approves what they have no part in.
# custom:
#   catalogue: EN-08
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-3]
#   reads:
#     - repository.environments
#     - "repository.environments[].reviewers"
#     - repository.reviewer_accounts
#     - "repository.reviewer_accounts[].can_write"
#     - "repository.reviewer_accounts[].people"
#   handles: []
#   identity: [environment, reviewer]
#   controls: [OSPS-AC-04.02]
#   references:
#     - https://docs.github.com/en/actions/managing-workflow-runs-and-deployments/managing-deployments/managing-environments-for-deployment
#     - https://docs.github.com/en/rest/deployments/environments
#   message: "{subject} is a reviewer, and not people who may write"
#   fix:
#     command: ""
#     click: "Settings > Environments > the environment > Required reviewers: replace {subject} by people, or a team with members, who may write"
#   allow_empty: Where an environment has no reviewers there is nobody to look at; environment.reviewers judges whether it needs some.
#   parameters: []
package rules.environment.reviewers_can_write

import data.lib.environments

accounts[account.principal] := {
	account.kind in {"person", "team"},
	account.can_write.value,
	account.people.value > 0,
} == {true} if {
	some account in input.repository.reviewer_accounts.value
}

reviewers contains [name, sprintf("%s %s", [principal.kind, principal.id])] if {
	some name, e in environments.found
	some principal in e.reviewers.value.principals
}

subjects contains sprintf("%s: %s", reviewer) if some reviewer in reviewers

sound := {principal | some principal, ok in accounts; ok == true}

holds[sprintf("%s: %s", reviewer)] := reviewer[1] in sound if some reviewer in reviewers

detail[subject] := {"evidence": {"environment": reviewer[0], "reviewer": reviewer[1]}} if {
	some reviewer in reviewers
	subject := sprintf("%s: %s", reviewer)
	holds[subject] == false
}
