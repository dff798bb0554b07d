# METADATA
# title: Only named people may dismiss reviews on release branches
# description: Who may dismiss a review removes the objection that stood between a change and the release, and nobody has to answer it.
# custom:
#   catalogue: BR-12
#   severity: low
#   enforcement: inform
#   collections: [informational, osps-baseline-3]
#   reads: [repository.effective_protection]
#   handles: ["repository.effective_protection[].dismissal_restricted"]
#   identity: [setting]
#   controls: [OSPS-QA-07.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#   message: "{subject}: everyone who may write may dismiss reviews"
#   fix:
#     command: "gh api -X PATCH 'repos/{repository}/branches/{branch}/protection/required_pull_request_reviews' -F 'dismissal_restrictions[users][]' -F 'dismissal_restrictions[teams][]'"
#     click: "Settings > Branches: on the rule of {branch}, select Restrict who can dismiss pull request reviews and name who may"
#   parameters: []
package rules.branch.dismissal_restricted

import data.lib.protection

subjects contains ref if some ref, _ in protection.branches

holds[ref] := p.dismissal_restricted.value if some ref, p in protection.branches

detail[ref] := {"evidence": {"setting": "dismissal_restricted", "because": p.dismissal_restricted.because}} if {
	some ref, false in holds
	p := protection.branches[ref]
}
