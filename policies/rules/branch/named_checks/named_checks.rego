# METADATA
# title: The release checks are required by name on every release branch
# description: Some check being required says little; what counts is that the checks this project trusts for a release cannot be skipped.
# custom:
#   catalogue: BR-14
#   severity: high
#   enforcement: block
#   collections: [release-gate, strict, osps-baseline-2, osps-baseline-3]
#   reads: [repository.effective_protection]
#   handles: ["repository.effective_protection[].named_checks[].required"]
#   identity: [check]
#   controls: [OSPS-QA-03.01, OSPS-QA-06.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#   message: "{subject}: this check is not required"
#   fix:
#     command: ""
#     click: "Settings > Branches or Rulesets: add the check to the required status checks of the branch ({subject})"
#   parameters: []
package rules.branch.named_checks

import data.lib.protection
import data.project

wanted := {sprintf("%s %s", [ref, name]): name |
	some ref, _ in protection.branches
	some name in project.checks
}

subjects contains subject if some subject, _ in wanted

derived := {sprintf("%s %s", [ref, check.name]): check |
	some ref, p in protection.branches
	some check in p.named_checks
	check.name in project.checks
}

holds[subject] := check.required.value if some subject, check in derived

# The host derives every check the project names; one it does not list is not known to be required.
unlisted := subjects - object.keys(derived)

holds[subject] := false if some subject in unlisted

detail[subject] := {"evidence": {"check": check.name, "because": check.required.because}} if {
	some subject, false in holds
	check := derived[subject]
}

detail[subject] := {"evidence": {"check": wanted[subject], "because": []}} if some subject in unlisted
