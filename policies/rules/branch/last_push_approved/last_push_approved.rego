# METADATA
# title: Somebody other than the last pusher approves
# description: Otherwise one who may review pushes a last commit onto a colleague's pull request and approves it alone; two accounts are shown, one has decided.
# custom:
#   catalogue: BR-11
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-3]
#   reads: [repository.effective_protection]
#   handles: ["repository.effective_protection[].last_push_approval"]
#   identity: [setting]
#   controls: [OSPS-QA-07.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#   message: "{subject} lets the last pusher of a change approve it"
#   fix:
#     command: "gh api -X PATCH 'repos/{repository}/branches/{branch}/protection/required_pull_request_reviews' -F require_last_push_approval=true"
#     click: "Settings > Branches or Rulesets: on the rule of {branch}, select Require approval of the most recent reviewable push"
#   parameters: []
package rules.branch.last_push_approved

import data.lib.protection

subjects contains ref if some ref, _ in protection.branches

holds[ref] := p.last_push_approval.value if some ref, p in protection.branches

detail[ref] := {"evidence": {"setting": "last_push_approval", "because": p.last_push_approval.because}} if {
	some ref, false in holds
	p := protection.branches[ref]
}
