# METADATA
# title: The protection of release branches binds administrators too
# description: A rule that administrators may ignore does not hold against a stolen administrator account.
# custom:
#   catalogue: BR-18
#   severity: high
#   enforcement: block
#   collections: [release-gate, strict, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [repository.effective_protection]
#   handles: ["repository.effective_protection[].admins_included"]
#   identity: [setting]
#   controls: [OSPS-AC-03.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#   message: "The protection of {subject} does not bind administrators"
#   fix:
#     command: "gh api -X POST 'repos/{repository}/branches/{branch}/protection/enforce_admins'"
#     click: "Settings > Branches: on the rule of {branch}, select Do not allow bypassing the above settings"
#   parameters: []
package rules.branch.admins_included

import data.lib.protection

subjects contains ref if some ref, _ in protection.branches

holds[ref] := p.admins_included.value if some ref, p in protection.branches

detail[ref] := {"evidence": {"setting": "admins_included", "because": p.admins_included.because}} if {
	some ref, false in holds
	p := protection.branches[ref]
}
