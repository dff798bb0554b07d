package checks.answer_default_test

import data.checks.answer_default
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := answer_default.violations with input as given
}

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_a_default_of_subjects_is_refused if {
	messages(testing.given({"rules": [object.union(testing.rule("subjects", "complete", 0), {"default": true})]})) == {"subjects has a default"}
}

test_a_default_of_holds_is_refused if {
	messages(testing.given({"rules": [object.union(testing.rule("holds", "complete", 0), {"default": true})]})) == {"holds has a default"}
}

test_a_default_of_applies_is_refused if {
	messages(testing.given({"rules": [object.union(testing.rule("applies", "complete", 0), {"default": true})]})) == {"applies has a default"}
}

test_a_default_of_a_helper_is_left_to_the_other_checks if {
	messages(testing.given({"rules": [object.union(testing.rule("clean", "complete", 0), {"default": true})]})) == set()
}
