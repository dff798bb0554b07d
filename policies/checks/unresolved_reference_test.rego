package checks.unresolved_reference_test

import data.checks.unresolved_reference
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := unresolved_reference.violations with input as given
}

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_a_field_that_the_schema_does_not_have_is_refused if {
	messages(testing.given({"unresolved": [testing.use({"reference": "r.bypas", "below": ["input.x"], "reason": "missing"})]})) == {"r.bypas leads nowhere: the schema of input.x has no such field"}
}

test_a_value_nobody_knows_is_refused if {
	messages(testing.given({"unresolved": [testing.use({"reference": "r.a", "below": [], "reason": "unknown"})]})) == {"nobody can tell what r.a refers to"}
}

test_a_function_of_a_library_is_judged_where_it_is_called if {
	messages(testing.given({"kind": "library", "unresolved": [testing.use({"reference": "r.a", "below": [], "reason": "unknown"})]})) == set()
}

test_a_field_that_no_built_object_has_is_refused if {
	messages(testing.given({"unresolved": [testing.use({"reference": "j.pth", "below": [], "reason": "missing"})]})) == {"j.pth leads nowhere: what the rule built has no such field"}
}
