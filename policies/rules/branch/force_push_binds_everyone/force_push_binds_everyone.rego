# METADATA
# title: Nobody may force a push to a release branch all the same
# description: Whoever is on the list of those who may force a push rewrites what was reviewed; one stolen account changes the past of every later release.
# custom:
#   catalogue: BR-22
#   severity: high
#   enforcement: block
#   collections: [strict, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [repository.effective_protection]
#   handles: ["repository.effective_protection[].force_push_binds_everyone"]
#   identity: [setting]
#   controls: [OSPS-AC-03.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#   message: "{subject} can be rewritten by somebody"
#   fix:
#     command: ""
#     click: "Settings > Branches: on the rule of {branch}, clear Allow force pushes with everyone it names; Settings > Rules > Rulesets: remove the bypass list of the ruleset that blocks force pushes"
#   parameters: []
package rules.branch.force_push_binds_everyone

import data.lib.protection

subjects contains ref if some ref, _ in protection.branches

holds[ref] := p.force_push_binds_everyone.value if some ref, p in protection.branches

detail[ref] := {"evidence": {"setting": "force_push_binds_everyone", "because": p.force_push_binds_everyone.because}} if {
	some ref, false in holds
	p := protection.branches[ref]
}
