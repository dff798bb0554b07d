# METADATA
# title: Release branches need enough approvals
# description: With no approval required, one account alone decides what is released.
# custom:
#   catalogue: BR-06
#   severity: high
#   enforcement: block
#   collections: [release-gate, strict, minimal, osps-baseline-3]
#   reads: [repository.effective_protection]
#   handles: ["repository.effective_protection[].approvals_at_least[].met"]
#   identity: [minimum]
#   controls: [OSPS-QA-07.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#   message: "{subject} can be changed with fewer approvals than the policy demands"
#   fix:
#     command: ""
#     click: "Settings > Branches or Rulesets: on the rule of {branch}, raise Required approvals to the number the policy demands"
#   parameters:
#     - name: minimum
#       schema: {type: integer, minimum: 1, maximum: 6}
#       default: 1
#       weaker: lower
package rules.branch.approvals

import data.lib.protection
import data.parameters.branch.approvals as parameters

subjects contains ref if some ref, _ in protection.branches

holds[ref] := step.met.value if {
	some ref, p in protection.branches
	some step in p.approvals_at_least
	step.count == parameters.minimum
}

detail[ref] := {"evidence": {"minimum": parameters.minimum, "because": step.met.because}} if {
	some ref, false in holds
	p := protection.branches[ref]
	some step in p.approvals_at_least
	step.count == parameters.minimum
}
