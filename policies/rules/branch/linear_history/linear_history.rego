# METADATA
# title: The history of release branches is linear
# description: A merge commit can carry changes of its own that no pull request shows; on a line of single commits each change is one that was reviewed.
# custom:
#   catalogue: BR-24
#   severity: low
#   enforcement: inform
#   collections: [informational]
#   reads: [repository.effective_protection]
#   handles: ["repository.effective_protection[].linear_history"]
#   identity: [setting]
#   controls: []
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#   message: "{subject} takes merge commits"
#   fix:
#     command: "gh api -X POST 'repos/{repository}/rulesets' -f 'name=keep the history linear on {branch}' -f target=branch -f enforcement=active -f 'conditions[ref_name][include][]={subject}' -F 'conditions[ref_name][exclude][]' -f 'rules[][type]=required_linear_history'"
#     click: "Settings > Branches or Rulesets: on the rule of {branch}, select Require linear history"
#   parameters: []
package rules.branch.linear_history

import data.lib.protection

subjects contains ref if some ref, _ in protection.branches

holds[ref] := p.linear_history.value if some ref, p in protection.branches

detail[ref] := {"evidence": {"setting": "linear_history", "because": p.linear_history.because}} if {
	some ref, false in holds
	p := protection.branches[ref]
}
