# METADATA
# title: Release branches change only through pull requests
# description: A direct push skips review and every check that runs on a pull request.
# custom:
#   catalogue: BR-05
#   severity: high
#   enforcement: block
#   collections: [release-gate, strict, minimal, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [repository.effective_protection]
#   handles: ["repository.effective_protection[].pull_request_required"]
#   identity: [setting]
#   controls: [OSPS-AC-03.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#   message: "{subject} accepts direct pushes"
#   fix:
#     command: "gh api -X POST 'repos/{repository}/rulesets' -f 'name=pull requests for {branch}' -f target=branch -f enforcement=active -f 'conditions[ref_name][include][]={subject}' -F 'conditions[ref_name][exclude][]' -f 'rules[][type]=pull_request' -F 'rules[][parameters][required_approving_review_count]=1' -F 'rules[][parameters][dismiss_stale_reviews_on_push]=true' -F 'rules[][parameters][require_code_owner_review]=false' -F 'rules[][parameters][require_last_push_approval]=true' -F 'rules[][parameters][required_review_thread_resolution]=false'"
#     click: "Settings > Rules > Rulesets: on the ruleset of {branch}, select Require a pull request before merging"
#   parameters: []
package rules.branch.pull_request_required

import data.lib.protection

subjects contains ref if some ref, _ in protection.branches

holds[ref] := p.pull_request_required.value if some ref, p in protection.branches

detail[ref] := {"evidence": {"setting": "pull_request_required", "because": p.pull_request_required.because}} if {
	some ref, false in holds
	p := protection.branches[ref]
}
