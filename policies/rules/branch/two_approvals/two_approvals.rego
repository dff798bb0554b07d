# METADATA
# title: Release branches need the approval of two people
# description: With one approval, one account that was taken over, or one friend in a hurry, is enough to release somebody's change.
# custom:
#   catalogue: BR-07
#   severity: high
#   enforcement: warn
#   collections: [strict]
#   reads: [repository.effective_protection]
#   handles: ["repository.effective_protection[].approvals_at_least[].met"]
#   identity: [branch]
#   controls: []
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
#   message: "{subject} can be changed with the approval of one person"
#   fix:
#     command: ""
#     click: "Settings > Branches or Rulesets: on the rule of {branch}, set Required approvals to 2 or more"
#   parameters: []
package rules.branch.two_approvals

import data.lib.protection

subjects contains ref if some ref, _ in protection.branches

holds[ref] := step.met.value if {
	some ref, p in protection.branches
	some step in p.approvals_at_least
	step.count == 2
}

detail[ref] := {"evidence": {"branch": ref, "because": step.met.because}} if {
	some ref, false in holds
	p := protection.branches[ref]
	some step in p.approvals_at_least
	step.count == 2
}
