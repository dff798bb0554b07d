# METADATA
# title: Code owners review changes of what they own
# description: Without it any colleague's approval merges a change of the release workflow; who was named to watch over it is never asked.
# custom:
#   catalogue: BR-08
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-3]
#   reads: [repository.effective_protection]
#   handles: ["repository.effective_protection[].code_owner_review"]
#   identity: [setting]
#   controls: [OSPS-QA-07.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#   message: "{subject} takes changes that no code owner reviewed"
#   fix:
#     command: "gh api -X PATCH 'repos/{repository}/branches/{branch}/protection/required_pull_request_reviews' -F require_code_owner_reviews=true"
#     click: "Settings > Branches or Rulesets: on the rule of {branch}, select Require review from Code Owners"
#   parameters: []
package rules.branch.code_owner_review

import data.lib.protection

subjects contains ref if some ref, _ in protection.branches

holds[ref] := p.code_owner_review.value if some ref, p in protection.branches

detail[ref] := {"evidence": {"setting": "code_owner_review", "because": p.code_owner_review.because}} if {
	some ref, false in holds
	p := protection.branches[ref]
}
