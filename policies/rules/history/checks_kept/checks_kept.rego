# METADATA
# title: Every status check that the baseline requires is required still
# description: Taking a check away is the quiet way past it; the next merge is green, and nobody sees what no longer ran.
# custom:
#   catalogue: HI-04
#   severity: high
#   enforcement: block
#   collections: [publish-path, osps-baseline-2, osps-baseline-3]
#   reads: [repository.baseline_checks]
#   handles: ["repository.baseline_checks[].required"]
#   identity: [ref, check]
#   controls: [OSPS-QA-03.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#   message: "{subject} is not required any more"
#   fix:
#     command: ""
#     click: "Settings > Rules: require the status check again, or accept the change as the new baseline"
#   parameters: []
package rules.history.checks_kept

subjects contains check.id if some check in input.repository.baseline_checks.value

holds[check.id] := check.required.value if some check in input.repository.baseline_checks.value

detail[check.id] := {"evidence": {"ref": check.ref, "check": check.name}} if {
	some check in input.repository.baseline_checks.value
	holds[check.id] == false
}
