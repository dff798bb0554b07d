package checks.comparison_test

import data.checks.comparison
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := comparison.violations with input as given
}

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_ne_on_a_string_is_refused if {
	messages(testing.comparison(testing.path("string"), "!=", testing.literal(1))) == {"data.rules.branch.no_bypass.holds compares input.x, which is no number, with !="}
}

test_ne_on_a_boolean_is_refused if {
	messages(testing.comparison(testing.path("boolean"), "!=", testing.literal(1))) == {"data.rules.branch.no_bypass.holds compares input.x, which is no number, with !="}
}

test_ne_on_a_array_is_refused if {
	messages(testing.comparison(testing.path("array"), "!=", testing.literal(1))) == {"data.rules.branch.no_bypass.holds compares input.x, which is no number, with !="}
}

test_ne_on_an_integer_is_accepted if {
	messages(testing.comparison(testing.path("integer"), "!=", testing.literal(1))) == set()
}

test_lt_on_a_string_is_refused if {
	messages(testing.comparison(testing.path("string"), "<", testing.literal(1))) == {"data.rules.branch.no_bypass.holds compares input.x, which is no number, with <"}
}

test_lt_on_a_boolean_is_refused if {
	messages(testing.comparison(testing.path("boolean"), "<", testing.literal(1))) == {"data.rules.branch.no_bypass.holds compares input.x, which is no number, with <"}
}

test_lt_on_a_array_is_refused if {
	messages(testing.comparison(testing.path("array"), "<", testing.literal(1))) == {"data.rules.branch.no_bypass.holds compares input.x, which is no number, with <"}
}

test_lt_on_an_integer_is_accepted if {
	messages(testing.comparison(testing.path("integer"), "<", testing.literal(1))) == set()
}

test_le_on_a_string_is_refused if {
	messages(testing.comparison(testing.path("string"), "<=", testing.literal(1))) == {"data.rules.branch.no_bypass.holds compares input.x, which is no number, with <="}
}

test_le_on_a_boolean_is_refused if {
	messages(testing.comparison(testing.path("boolean"), "<=", testing.literal(1))) == {"data.rules.branch.no_bypass.holds compares input.x, which is no number, with <="}
}

test_le_on_a_array_is_refused if {
	messages(testing.comparison(testing.path("array"), "<=", testing.literal(1))) == {"data.rules.branch.no_bypass.holds compares input.x, which is no number, with <="}
}

test_le_on_an_integer_is_accepted if {
	messages(testing.comparison(testing.path("integer"), "<=", testing.literal(1))) == set()
}

test_gt_on_a_string_is_refused if {
	messages(testing.comparison(testing.path("string"), ">", testing.literal(1))) == {"data.rules.branch.no_bypass.holds compares input.x, which is no number, with >"}
}

test_gt_on_a_boolean_is_refused if {
	messages(testing.comparison(testing.path("boolean"), ">", testing.literal(1))) == {"data.rules.branch.no_bypass.holds compares input.x, which is no number, with >"}
}

test_gt_on_a_array_is_refused if {
	messages(testing.comparison(testing.path("array"), ">", testing.literal(1))) == {"data.rules.branch.no_bypass.holds compares input.x, which is no number, with >"}
}

test_gt_on_an_integer_is_accepted if {
	messages(testing.comparison(testing.path("integer"), ">", testing.literal(1))) == set()
}

test_ge_on_a_string_is_refused if {
	messages(testing.comparison(testing.path("string"), ">=", testing.literal(1))) == {"data.rules.branch.no_bypass.holds compares input.x, which is no number, with >="}
}

test_ge_on_a_boolean_is_refused if {
	messages(testing.comparison(testing.path("boolean"), ">=", testing.literal(1))) == {"data.rules.branch.no_bypass.holds compares input.x, which is no number, with >="}
}

test_ge_on_a_array_is_refused if {
	messages(testing.comparison(testing.path("array"), ">=", testing.literal(1))) == {"data.rules.branch.no_bypass.holds compares input.x, which is no number, with >="}
}

test_ge_on_an_integer_is_accepted if {
	messages(testing.comparison(testing.path("integer"), ">=", testing.literal(1))) == set()
}

test_the_right_side_counts_too if {
	messages(testing.comparison(testing.literal(1), "<", testing.path("string"))) == {"data.rules.branch.no_bypass.holds compares input.x, which is no number, with <"}
}

test_a_path_without_a_type_is_refused if {
	messages(testing.comparison(object.union(testing.nothing, {"paths": [{"path": "input.x", "types": []}]}), "!=", testing.literal(1))) == {"data.rules.branch.no_bypass.holds compares input.x, which is no number, with !="}
}

test_an_order_of_text_is_refused if {
	messages(testing.comparison(object.union(testing.nothing, {"computed": true}), "<", testing.literal("b"))) == {"data.rules.branch.no_bypass.holds compares with \"b\" by <, but it is no number"}
}

test_an_operand_nobody_knows_is_refused if {
	messages(testing.comparison(object.union(testing.nothing, {"unknown": true}), "!=", testing.literal(1))) == {"data.rules.branch.no_bypass.holds compares by !=, and nobody can tell what"}
}

test_a_count_is_accepted if {
	messages(testing.comparison(object.union(testing.nothing, {"computed": true}), ">", testing.literal(0))) == set()
}

test_equality_of_text_is_accepted if {
	messages(testing.comparison(testing.path("string"), "==", testing.literal("a"))) == set()
}
