# METADATA
# title: A change is checked together with what is already on the release branch
# description: Two changes that each passed alone can break or open each other; merged without a fresh run, nobody tested what is then released.
# custom:
#   catalogue: BR-17
#   severity: low
#   enforcement: inform
#   collections: [informational, osps-baseline-2, osps-baseline-3]
#   reads: [repository.effective_protection]
#   handles: ["repository.effective_protection[].checks_strict"]
#   identity: [setting]
#   controls: [OSPS-QA-03.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#   message: "{subject} takes changes that were checked against an older state of it"
#   fix:
#     command: "gh api -X PATCH 'repos/{repository}/branches/{branch}/protection/required_status_checks' -F strict=true"
#     click: "Settings > Branches or Rulesets: on the rule of {branch}, select Require branches to be up to date before merging"
#   parameters: []
package rules.branch.up_to_date

import data.lib.protection

subjects contains ref if some ref, _ in protection.branches

holds[ref] := p.checks_strict.value if some ref, p in protection.branches

detail[ref] := {"evidence": {"setting": "checks_strict", "because": p.checks_strict.because}} if {
	some ref, false in holds
	p := protection.branches[ref]
}
