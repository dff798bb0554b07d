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

test_an_order_of_text_that_a_builtin_made_is_refused if {
	given := testing.comparison(object.union(testing.nothing, {"computed": true, "textual": true}), "<", object.union(testing.nothing, {"computed": true}))
	messages(given) == {"data.rules.branch.no_bypass.holds compares text by <"}
}

test_inequality_of_text_that_a_builtin_made_is_accepted if {
	messages(testing.comparison(object.union(testing.nothing, {"computed": true, "textual": true}), "!=", testing.literal("a"))) == set()
}

# a comparison of a number with a place of the parameters of the rule
with_parameter(path, parameters) := {"package": object.union(compared["package"], declared["package"])} if {
	declared := {"package": {"annotations": testing.given_custom({"parameters": parameters})["package"].annotations}}
	compared := testing.comparison(testing.path("integer"), ">=", object.union(testing.nothing, {"parameters": [path]}))
}

test_a_parameter_that_is_a_number_is_accepted if {
	messages(with_parameter("data.parameters.branch.no_bypass.days", [{"name": "days", "schema": {"type": "integer"}}])) == set()
}

test_a_number_inside_a_parameter_is_accepted if {
	schema := {"type": "object", "properties": {"high": {"type": "integer"}, "low": {"type": "number"}}}
	messages(with_parameter("data.parameters.branch.no_bypass.days.high", [{"name": "days", "schema": schema}])) == set()
}

not_a_number := {"data.rules.branch.no_bypass.holds compares data.parameters.branch.no_bypass.days by >=, but it is not declared as a number"}

test_a_parameter_that_is_text_is_refused if {
	messages(with_parameter("data.parameters.branch.no_bypass.days", [{"name": "days", "schema": {"type": "string"}}])) == not_a_number
}

test_a_parameter_that_may_be_text_is_refused if {
	schema := {"type": "array", "items": {"type": "string"}}
	messages(with_parameter("data.parameters.branch.no_bypass.days", [{"name": "days", "schema": schema}])) == not_a_number
}

test_a_parameter_without_a_type_is_refused if {
	messages(with_parameter("data.parameters.branch.no_bypass.days", [{"name": "days", "schema": {}}])) == not_a_number
}

test_a_parameter_of_another_name_says_nothing if {
	messages(with_parameter("data.parameters.branch.no_bypass.days", [{"name": "day", "schema": {"type": "integer"}}])) == not_a_number
}

test_a_fact_of_the_project_has_no_order if {
	messages(with_parameter("data.project.checks", [])) == {"data.rules.branch.no_bypass.holds compares data.project.checks by >=, but it is not declared as a number"}
}
