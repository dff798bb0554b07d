package checks.literal_test

import data.checks.literal
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := literal.violations with input as given
}

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_a_word_outside_the_enum_is_refused_in_equality if {
	messages(testing.comparison(testing.enum(["active", "disabled"]), "==", testing.literal("activ"))) == {"input.x is never \"activ\""}
}

test_a_word_outside_the_enum_is_refused_in_inequality if {
	messages(testing.comparison(testing.enum(["active", "disabled"]), "!=", testing.literal("activ"))) == {"input.x is never \"activ\""}
}

test_a_word_outside_the_enum_is_refused_in_membership if {
	messages(testing.comparison(testing.enum(["active", "disabled"]), "in", testing.literal("activ"))) == {"input.x is never \"activ\""}
}

test_a_word_outside_the_enum_is_refused_in_set_operation if {
	messages(testing.comparison(testing.enum(["active", "disabled"]), "set", testing.literal("activ"))) == {"input.x is never \"activ\""}
}

test_a_word_outside_the_enum_is_refused_in_lookup if {
	messages(testing.comparison(testing.enum(["active", "disabled"]), "key", testing.literal("activ"))) == {"input.x is never \"activ\""}
}

test_a_word_outside_the_enum_is_refused_in_argument if {
	messages(testing.comparison(testing.enum(["active", "disabled"]), "argument", testing.literal("activ"))) == {"input.x is never \"activ\""}
}

test_the_literal_may_stand_left if {
	messages(testing.comparison(testing.literal("activ"), "==", testing.enum(["active", "disabled"]))) == {"input.x is never \"activ\""}
}

test_a_word_of_the_enum_is_accepted if {
	messages(testing.comparison(testing.enum(["active", "disabled"]), "==", testing.literal("active"))) == set()
}

test_free_text_may_be_any_word if {
	messages(testing.comparison(testing.path("string"), "==", testing.literal("activ"))) == set()
}

test_a_number_where_text_is_expected_is_refused if {
	messages(testing.comparison(testing.path("string"), "==", testing.literal(1))) == {"input.x is a string and never 1"}
}

test_text_where_a_number_is_expected_is_refused if {
	messages(testing.comparison(testing.path("integer"), "==", testing.literal("10"))) == {"input.x is a integer and never \"10\""}
}

test_text_where_truth_is_expected_is_refused if {
	messages(testing.comparison(testing.path("boolean"), "==", testing.literal("true"))) == {"input.x is a boolean and never \"true\""}
}

test_a_number_where_an_integer_is_expected_is_accepted if {
	messages(testing.comparison(testing.path("integer"), "==", testing.literal(10))) == set()
}

test_places_of_different_types_are_refused if {
	messages(testing.comparison(testing.path("integer"), "==", testing.path("string"))) == {"a number is compared with a string"}
}

test_places_of_one_type_are_accepted if {
	messages(testing.comparison(testing.path("integer"), "==", testing.path("number"))) == set()
}

test_a_word_that_one_of_two_places_allows_is_accepted if {
	messages(testing.comparison(object.union(testing.nothing, {"paths": array.concat(testing.enum(["a"]).paths, testing.enum(["b"]).paths)}), "==", testing.literal("b"))) == set()
}
