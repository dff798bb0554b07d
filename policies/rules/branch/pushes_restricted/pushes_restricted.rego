# METADATA
# title: Only named people and apps may push to release branches
# description: Where everyone with write access may push, each of these accounts is a way into a release; a short list can be watched.
# custom:
#   catalogue: BR-23
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [repository.effective_protection]
#   handles: ["repository.effective_protection[].update_restricted"]
#   identity: [setting]
#   controls: [OSPS-AC-03.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#   message: "{subject} takes pushes from everyone who may write"
#   fix:
#     command: ""
#     click: "Settings > Branches: on the rule of {branch}, select Restrict who can push to matching branches and name who may; or Settings > Rules > Rulesets: select Restrict updates, and name who may in the bypass list"
#   parameters: []
package rules.branch.pushes_restricted

import data.lib.protection

subjects contains ref if some ref, _ in protection.branches

holds[ref] := p.update_restricted.value if some ref, p in protection.branches

detail[ref] := {"evidence": {"setting": "update_restricted", "because": p.update_restricted.because}} if {
	some ref, false in holds
	p := protection.branches[ref]
}
