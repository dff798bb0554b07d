# METADATA
# title: Nobody may skip the review of a release branch
# description: Whoever is on the bypass list merges alone; one stolen account is then enough to change what is released.
# custom:
#   catalogue: BR-21
#   severity: high
#   enforcement: block
#   collections: [release-gate, strict, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [repository.effective_protection]
#   handles: ["repository.effective_protection[].reviews_bind_everyone"]
#   identity: [setting]
#   controls: [OSPS-AC-03.01, OSPS-QA-07.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#   message: "Someone may change {subject} without the review it demands of others"
#   fix:
#     command: "gh api -X PATCH 'repos/{repository}/branches/{branch}/protection/required_pull_request_reviews' -F 'bypass_pull_request_allowances[users][]' -F 'bypass_pull_request_allowances[teams][]' -F 'bypass_pull_request_allowances[apps][]'"
#     click: "Settings > Branches: on the rule of {branch}, clear Allow specified actors to bypass required pull requests; Settings > Rules > Rulesets: remove every entry of the bypass list"
#   parameters: []
package rules.branch.reviews_bind_everyone

import data.lib.protection

subjects contains ref if some ref, _ in protection.branches

holds[ref] := p.reviews_bind_everyone.value if some ref, p in protection.branches

detail[ref] := {"evidence": {"setting": "reviews_bind_everyone", "because": p.reviews_bind_everyone.because}} if {
	some ref, false in holds
	p := protection.branches[ref]
}
