# METADATA
# title: Commits on release branches are signed
# description: Anyone can write any name into an unsigned commit; whose change is released is then only a claim.
# custom:
#   catalogue: BR-26
#   severity: medium
#   enforcement: warn
#   collections: [strict]
#   reads: [repository.effective_protection]
#   handles: ["repository.effective_protection[].signatures_required"]
#   identity: [setting]
#   controls: []
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#   message: "{subject} takes commits without a verified signature"
#   fix:
#     command: "gh api -X POST 'repos/{repository}/rulesets' -f 'name=sign commits on {branch}' -f target=branch -f enforcement=active -f 'conditions[ref_name][include][]={subject}' -F 'conditions[ref_name][exclude][]' -f 'rules[][type]=required_signatures'"
#     click: "Settings > Branches or Rulesets: on the rule of {branch}, select Require signed commits"
#   parameters: []
package rules.branch.signatures_required

import data.lib.protection

subjects contains ref if some ref, _ in protection.branches

holds[ref] := p.signatures_required.value if some ref, p in protection.branches

detail[ref] := {"evidence": {"setting": "signatures_required", "because": p.signatures_required.because}} if {
	some ref, false in holds
	p := protection.branches[ref]
}
