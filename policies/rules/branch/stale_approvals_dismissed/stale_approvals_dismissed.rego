# METADATA
# title: New commits dismiss earlier approvals on release branches
# description: Otherwise a pull request can be approved, changed, and merged with the approval it had before the change.
# custom:
#   catalogue: BR-10
#   severity: medium
#   enforcement: warn
#   collections: [release-gate, strict, osps-baseline-3]
#   reads: [repository.effective_protection]
#   handles: ["repository.effective_protection[].stale_reviews_dismissed"]
#   identity: [setting]
#   controls: [OSPS-QA-07.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#   message: "{subject} keeps approvals when new commits are pushed"
#   fix:
#     command: "gh api -X PATCH 'repos/{repository}/branches/{branch}/protection/required_pull_request_reviews' -F dismiss_stale_reviews=true"
#     click: "Settings > Branches or Rulesets: on the rule of {branch}, select Dismiss stale pull request approvals when new commits are pushed"
#   parameters: []
package rules.branch.stale_approvals_dismissed

import data.lib.protection

subjects contains ref if some ref, _ in protection.branches

holds[ref] := p.stale_reviews_dismissed.value if some ref, p in protection.branches

detail[ref] := {"evidence": {"setting": "stale_reviews_dismissed", "because": p.stale_reviews_dismissed.because}} if {
	some ref, false in holds
	p := protection.branches[ref]
}
