# METADATA
# title: Force pushes to release branches are blocked
# description: A force push replaces commits that were reviewed by commits that were not, and the history no longer shows it.
# custom:
#   catalogue: BR-03
#   severity: high
#   enforcement: block
#   collections: [release-gate, strict, minimal, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [repository.effective_protection]
#   handles: ["repository.effective_protection[].force_push_blocked"]
#   identity: [setting]
#   controls: [OSPS-AC-03.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#   message: "{subject} accepts force pushes"
#   fix:
#     command: "gh api -X POST 'repos/{repository}/rulesets' -f 'name=no force push to {branch}' -f target=branch -f enforcement=active -f 'conditions[ref_name][include][]={subject}' -F 'conditions[ref_name][exclude][]' -f 'rules[][type]=non_fast_forward'"
#     click: "Settings > Rules > Rulesets: on the ruleset of {branch}, select Block force pushes"
#   parameters: []
package rules.branch.force_push_blocked

import data.lib.protection

subjects contains ref if some ref, _ in protection.branches

holds[ref] := p.force_push_blocked.value if some ref, p in protection.branches

detail[ref] := {"evidence": {"setting": "force_push_blocked", "because": p.force_push_blocked.because}} if {
	some ref, false in holds
	p := protection.branches[ref]
}
