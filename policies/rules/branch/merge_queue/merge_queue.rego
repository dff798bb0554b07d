# METADATA
# title: A merge queue checks each change with all that goes before it
# description: A queue that only checks whole groups lets a change in that fails by itself, and the next release that leaves the others out has never been tested.
# custom:
#   catalogue: BR-31
#   severity: low
#   enforcement: inform
#   collections: [informational, osps-baseline-2, osps-baseline-3]
#   reads: [repository.effective_protection]
#   handles: ["repository.effective_protection[].queue_checks_each"]
#   identity: [setting]
#   controls: [OSPS-QA-03.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#   message: "{subject} has no merge queue that checks each change"
#   fix:
#     command: ""
#     click: "Settings > Rules > Rulesets: on the ruleset of {branch}, select Require merge queue, and select Require all queue entries to pass required checks"
#   parameters: []
package rules.branch.merge_queue

import data.lib.protection

subjects contains ref if some ref, _ in protection.branches

holds[ref] := p.queue_checks_each.value if some ref, p in protection.branches

detail[ref] := {"evidence": {"setting": "queue_checks_each", "because": p.queue_checks_each.because}} if {
	some ref, false in holds
	p := protection.branches[ref]
}
