# METADATA
# title: A required workflow or a code scan stands before each release branch
# description: Checks that live in the repository can be edited by the pull request they judge; a workflow the organization requires, or a scan the provider runs, cannot.
# custom:
#   catalogue: BR-32
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-2, osps-baseline-3]
#   reads: [repository.effective_protection]
#   handles: ["repository.effective_protection[].scans_required"]
#   identity: [setting]
#   controls: [OSPS-QA-03.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#   message: "{subject} takes changes without a required workflow or a code scan"
#   fix:
#     command: "gh api -X POST 'repos/{repository}/rulesets' -f 'name=scan {branch}' -f target=branch -f enforcement=active -f 'conditions[ref_name][include][]={subject}' -F 'conditions[ref_name][exclude][]' -f 'rules[][type]=code_scanning' -f 'rules[][parameters][code_scanning_tools][][tool]=CodeQL' -f 'rules[][parameters][code_scanning_tools][][alerts_threshold]=errors' -f 'rules[][parameters][code_scanning_tools][][security_alerts_threshold]=high_or_higher'"
#     click: "Settings > Rules > Rulesets: on the ruleset of {branch}, select Require code scanning results; or in the organization's rulesets, Require workflows to pass before merging"
#   parameters: []
package rules.branch.scans_required

import data.lib.protection

subjects contains ref if some ref, _ in protection.branches

holds[ref] := p.scans_required.value if some ref, p in protection.branches

detail[ref] := {"evidence": {"setting": "scans_required", "because": p.scans_required.because}} if {
	some ref, false in holds
	p := protection.branches[ref]
}
