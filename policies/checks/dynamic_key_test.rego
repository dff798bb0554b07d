package checks.dynamic_key_test

import data.checks.dynamic_key
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := dynamic_key.violations with input as given
}

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_a_computed_key_is_refused if {
	messages(testing.given({"dynamic_keys": [testing.use({"path": "input.repository.ref_rules.value[].forbids"})]})) == {"data.rules.branch.no_bypass.holds takes a computed key of input.repository.ref_rules.value[].forbids"}
}
