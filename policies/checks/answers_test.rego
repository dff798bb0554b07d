package checks.answers_test

import data.checks.answers
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := answers.violations with input as given
}

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_subjects_as_one_value_is_refused if {
	messages(testing.given({"rules": [testing.rule("subjects", "complete", 0), testing.rule("holds", "partial_object", 1)]})) == {"subjects is a complete with 0 keys behind its name"}
}

test_holds_as_a_set_is_refused if {
	messages(testing.given({"rules": [testing.rule("subjects", "partial_set", 0), testing.rule("holds", "partial_set", 0)]})) == {"holds is a partial set with 0 keys behind its name"}
}

test_holds_with_two_keys_is_refused if {
	messages(testing.given({"rules": [testing.rule("subjects", "partial_set", 0), testing.rule("holds", "partial_object", 2)]})) == {"holds is a partial object with 2 keys behind its name"}
}

test_applies_as_a_function_is_refused if {
	messages(testing.given({"rules": array.concat(testing.good.rules, [testing.rule("applies", "function", 0)])})) == {"applies is a function with 0 keys behind its name"}
}

test_a_rule_without_holds_is_refused if {
	messages(testing.given({"rules": [testing.rule("subjects", "partial_set", 0)]})) == {"package rules.branch.no_bypass has no holds"}
}

test_a_rule_without_anything_is_refused if {
	messages(testing.given({"rules": []})) == {"package rules.branch.no_bypass has no holds", "package rules.branch.no_bypass has no subjects"}
}

test_applies_detail_and_helpers_are_accepted if {
	messages(testing.given({"rules": array.concat(testing.good.rules, [testing.rule("applies", "complete", 0), testing.rule("detail", "partial_object", 1), testing.rule("judged", "function", 0)])})) == set()
}
