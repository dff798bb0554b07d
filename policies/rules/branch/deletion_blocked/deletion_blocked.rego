# METADATA
# title: Release branches cannot be deleted
# description: Whoever may delete a release branch may create it again with other commits.
# custom:
#   catalogue: BR-04
#   severity: high
#   enforcement: block
#   collections: [release-gate, strict, minimal, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [repository.effective_protection]
#   handles: ["repository.effective_protection[].deletion_blocked"]
#   identity: [setting]
#   controls: [OSPS-AC-03.02]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#   message: "{subject} can be deleted"
#   fix:
#     command: "gh api -X POST 'repos/{repository}/rulesets' -f 'name=no deletion of {branch}' -f target=branch -f enforcement=active -f 'conditions[ref_name][include][]={subject}' -F 'conditions[ref_name][exclude][]' -f 'rules[][type]=deletion'"
#     click: "Settings > Rules > Rulesets: on the ruleset of {branch}, select Restrict deletions"
#   parameters: []
package rules.branch.deletion_blocked

import data.lib.protection

subjects contains ref if some ref, _ in protection.branches

holds[ref] := p.deletion_blocked.value if some ref, p in protection.branches

detail[ref] := {"evidence": {"setting": "deletion_blocked", "because": p.deletion_blocked.because}} if {
	some ref, false in holds
	p := protection.branches[ref]
}
