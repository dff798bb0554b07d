# METADATA
# title: No with outside tests
# description: With it a rule can judge an input of its own making.
# custom:
#   fix: Remove it; tests use it to give the rule its input.
package checks.with_outside_tests

import data.checks_library as checks

violations contains checks.violation("with_outside_tests", w, message, fix) if {
	checks.is_policy
	some w in input.package.withs
	message := sprintf("%s replaces input or data by with", [w.rule])
	fix := "remove the with; only tests may use it"
}
