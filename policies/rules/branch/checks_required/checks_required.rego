# METADATA
# title: At least one status check is required on every release branch
# description: Without a required check a pull request can be merged while its build fails or never ran.
# custom:
#   catalogue: BR-13
#   severity: high
#   enforcement: block
#   collections: [release-gate, strict, minimal, osps-baseline-2, osps-baseline-3]
#   reads: [repository.effective_protection]
#   handles: ["repository.effective_protection[].checks_required"]
#   identity: [setting]
#   controls: [OSPS-QA-03.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#   message: "{subject} requires no status check"
#   fix:
#     command: ""
#     click: "Settings > Rules > Rulesets: on the ruleset of {branch}, select Require status checks to pass and name the release checks"
#   parameters: []
package rules.branch.checks_required

import data.lib.protection

subjects contains ref if some ref, _ in protection.branches

holds[ref] := p.checks_required.value if some ref, p in protection.branches

detail[ref] := {"evidence": {"setting": "checks_required", "because": p.checks_required.because}} if {
	some ref, false in holds
	p := protection.branches[ref]
}
