# METADATA
# title: Open questions of a review are settled before the change is merged
# description: A reviewer's warning that nobody has to answer is easily merged past, and what it warned of is released.
# custom:
#   catalogue: BR-25
#   severity: low
#   enforcement: inform
#   collections: [informational, osps-baseline-3]
#   reads: [repository.effective_protection]
#   handles: ["repository.effective_protection[].conversation_resolution"]
#   identity: [setting]
#   controls: [OSPS-QA-07.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#   message: "{subject} takes changes while questions of their review are open"
#   fix:
#     command: ""
#     click: "Settings > Branches or Rulesets: on the rule of {branch}, select Require conversation resolution before merging"
#   parameters: []
package rules.branch.conversations_resolved

import data.lib.protection

subjects contains ref if some ref, _ in protection.branches

holds[ref] := p.conversation_resolution.value if some ref, p in protection.branches

detail[ref] := {"evidence": {"setting": "conversation_resolution", "because": p.conversation_resolution.because}} if {
	some ref, false in holds
	p := protection.branches[ref]
}
