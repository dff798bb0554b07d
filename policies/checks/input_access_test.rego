package checks.input_access_test

import data.checks.input_access
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := input_access.violations with input as given
}

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_object_get_on_input_is_refused if {
	messages(testing.call({"function": "object.get", "on_input": true})) == {"data.rules.branch.no_bypass.holds calls object.get on the input"}
}

test_object_union_on_input_is_refused if {
	messages(testing.call({"function": "object.union", "on_input": true})) == {"data.rules.branch.no_bypass.holds calls object.union on the input"}
}

test_object_union_n_on_input_is_refused if {
	messages(testing.call({"function": "object.union_n", "on_input": true})) == {"data.rules.branch.no_bypass.holds calls object.union_n on the input"}
}

test_object_remove_on_input_is_refused if {
	messages(testing.call({"function": "object.remove", "on_input": true})) == {"data.rules.branch.no_bypass.holds calls object.remove on the input"}
}

test_object_filter_on_input_is_refused if {
	messages(testing.call({"function": "object.filter", "on_input": true})) == {"data.rules.branch.no_bypass.holds calls object.filter on the input"}
}

test_walk_on_input_is_refused if {
	messages(testing.call({"function": "walk", "on_input": true})) == {"data.rules.branch.no_bypass.holds calls walk on the input"}
}

test_json_filter_on_input_is_refused if {
	messages(testing.call({"function": "json.filter", "on_input": true})) == {"data.rules.branch.no_bypass.holds calls json.filter on the input"}
}

test_json_patch_on_input_is_refused if {
	messages(testing.call({"function": "json.patch", "on_input": true})) == {"data.rules.branch.no_bypass.holds calls json.patch on the input"}
}

test_json_marshal_on_input_is_refused if {
	messages(testing.call({"function": "json.marshal", "on_input": true})) == {"data.rules.branch.no_bypass.holds calls json.marshal on the input"}
}

test_object_get_on_what_the_rule_built_is_accepted if {
	messages(testing.call({"function": "object.get", "on_input": false})) == set()
}

test_a_pattern_on_input_is_left_to_the_check_on_patterns if {
	messages(testing.call({"function": "regex.match", "on_input": true})) == set()
}
