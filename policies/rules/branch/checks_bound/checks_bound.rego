# METADATA
# title: Each required check is bound to an app that may report it
# description: A check that any app may report can be set to success by any token that may write statuses.
# custom:
#   catalogue: BR-15
#   severity: high
#   enforcement: block
#   collections: [release-gate, strict, osps-baseline-2, osps-baseline-3]
#   reads: [repository.effective_protection, "repository.effective_protection[].required_checks"]
#   handles: []
#   identity: [check]
#   controls: [OSPS-QA-03.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
#     - https://docs.github.com/en/rest/repos/rules
#   message: "{subject}: this required check may be reported by an app the policy does not expect"
#   fix:
#     command: ""
#     click: "Settings > Branches or Rulesets: choose the expected app as the source of the required check ({subject})"
#   parameters:
#     - name: apps
#       schema: {type: array, items: {type: integer, minimum: 1}, minItems: 1, uniqueItems: true}
#       default: [15368]
#       weaker: more
package rules.branch.checks_bound

import data.lib.protection
import data.parameters.branch.checks_bound as parameters

# A check that several settings require must satisfy them all, so one setting that binds it is enough.
required[sprintf("%s %s", [ref, check.name])] contains check if {
	some ref, p in protection.branches
	some check in p.required_checks.value
}

subjects contains subject if some subject, _ in required

holds[subject] := count([c | some c in checks; c.app.bound == true; c.app.id in parameters.apps]) > 0 if {
	some subject, checks in required
}

detail[subject] := {"evidence": {"check": check.name, "apps": [c.app | some c in checks], "expected": parameters.apps}} if {
	some subject, false in holds
	checks := required[subject]
	some check in checks
}
