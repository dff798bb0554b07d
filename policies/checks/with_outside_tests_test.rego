package checks.with_outside_tests_test

import data.checks.with_outside_tests
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := with_outside_tests.violations with input as given
}

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_with_in_a_rule_is_refused if {
	messages(testing.given({"withs": [testing.use({})]})) == {"data.rules.branch.no_bypass.holds replaces input or data by with"}
}

test_with_in_a_library_is_refused if {
	messages(testing.given({"kind": "library", "withs": [testing.use({})]})) == {"data.rules.branch.no_bypass.holds replaces input or data by with"}
}

test_with_in_a_test_is_accepted if {
	messages(testing.given({"kind": "test", "withs": [testing.use({})]})) == set()
}
