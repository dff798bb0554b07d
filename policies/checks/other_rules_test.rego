package checks.other_rules_test

import data.checks.other_rules
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := other_rules.violations with input as given
}

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_reading_another_rule_is_refused if {
	messages(testing.given({"data": [testing.use({"kind": "rules", "path": "data.rules.branch.covered.holds"})]})) == {"data.rules.branch.no_bypass.holds reads data.rules.branch.covered.holds, which belongs to another rule"}
}

test_reading_a_library_is_accepted if {
	messages(testing.given({"data": [testing.use({"kind": "library", "path": "data.lib.refs.active"})]})) == set()
}
