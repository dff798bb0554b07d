# METADATA
# title: Each required check was really reported on the released commit
# description: A check that no workflow reports any more blocks every change until somebody switches the requirement off, or is reported by hand with any token that may write statuses.
# custom:
#   catalogue: BR-16
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-2, osps-baseline-3]
#   reads: [repository.effective_protection, "repository.effective_protection[].required_checks", repository.check_runs]
#   handles: []
#   identity: [check, app]
#   controls: [OSPS-QA-03.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
#     - https://docs.github.com/en/rest/checks/runs
#   message: "{subject}: no check run of this name was reported on the released commit"
#   fix:
#     command: ""
#     click: "Settings > Branches or Rulesets: remove the required check that nothing reports ({subject}), or give a job of a workflow that name"
#   parameters: []
#   allow_empty: Where no check is required none can be dead; branch.checks_required judges whether any is.
package rules.branch.checks_alive

import data.lib.protection

# A bound check counts only if its app reported it.
reported contains [run.name, true, run.app_id] if some run in input.repository.check_runs.value

reported contains [run.name, false, 0] if some run in input.repository.check_runs.value

required := {sprintf("%s %s %s", [ref, check.name, app]): check |
	some ref, p in protection.branches
	some check in p.required_checks.value
	app := {true: sprintf("by app %d", [check.app.id]), false: "by any app"}[check.app.bound]
}

subjects contains subject if some subject, _ in required

holds[subject] := [check.name, check.app.bound, check.app.id] in reported if some subject, check in required

detail[subject] := {"evidence": {"check": check.name, "app": check.app}} if {
	some subject, false in holds
	check := required[subject]
}
