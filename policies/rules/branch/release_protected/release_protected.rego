# METADATA
# title: Every release branch is protected
# description: Releases are cut from these branches; one of them left open is a way around all the others.
# custom:
#   catalogue: BR-02
#   severity: high
#   enforcement: block
#   collections: [release-gate, strict, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [repository.effective_protection]
#   handles: ["repository.effective_protection[].protected"]
#   identity: [setting]
#   controls: [OSPS-AC-03.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#   message: "{subject} is a release branch and nothing protects it"
#   fix:
#     command: "gh api -X POST 'repos/{repository}/rulesets' -f 'name=protect {branch}' -f target=branch -f enforcement=active -f 'conditions[ref_name][include][]={subject}' -F 'conditions[ref_name][exclude][]' -f 'rules[][type]=deletion' -f 'rules[][type]=non_fast_forward'"
#     click: "Settings > Rules > Rulesets > New branch ruleset: target {branch}, enforcement Active"
#   parameters: []
package rules.branch.release_protected

import data.lib.protection

subjects contains ref if some ref, _ in protection.branches

holds[ref] := p.protected.value if some ref, p in protection.branches

detail[ref] := {"evidence": {"setting": "protected", "because": p.protected.because}} if {
	some ref, false in holds
	p := protection.branches[ref]
}
