package checks.metadata_types_test

import data.checks.metadata_types
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := metadata_types.violations with input as given
}

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_reads_that_are_no_list_is_refused if {
	messages(testing.given_custom({"reads": "repository.ref_rules"})) == {"custom.reads is not a list of text"}
}

test_a_number_among_controls_is_refused if {
	messages(testing.given_custom({"controls": [1]})) == {"custom.controls is not a list of text"}
}

test_something_listed_twice_is_refused if {
	messages(testing.given_custom({"reads": ["manifest", "manifest"]})) == {"custom.reads names something twice"}
}

test_a_fix_that_is_a_number_is_refused if {
	messages(testing.given_custom({"fix": {"click": "x", "command": 1}})) == {"custom.fix.command is not text"}
}

test_a_placeholder_nobody_fills_is_refused if {
	messages(testing.given_custom({"message": "{branch} is open"})) == {"custom.message is more than one line, or names {branch}"}
}

test_allow_empty_without_a_reason_is_refused if {
	messages(testing.given_custom({"allow_empty": true})) == {"custom.allow_empty gives no reason"}
}

test_a_date_that_is_no_date_is_refused if {
	messages(testing.given_custom({"effective_on": "soon"})) == {"custom.effective_on is not a quoted RFC 3339 time or date"}
}

test_a_parameter_without_a_direction_is_refused if {
	messages(testing.given_custom({"parameters": [{"name": "a", "schema": {}, "default": 1}]})) == {"parameter 0 lacks name, schema, default or weaker, or one of them is wrong"}
}

test_parameters_that_are_no_list_is_refused if {
	messages(testing.given_custom({"parameters": {}})) == {"custom.parameters is not a list"}
}

test_a_message_without_subject_is_accepted if {
	messages(testing.given_custom({"message": "The default token may write"})) == set()
}

test_a_date_and_a_time_are_accepted if {
	messages(testing.given_custom({"effective_on": "2027-01-01T00:00:00Z"})) == set()
}

test_a_declared_parameter_is_accepted if {
	messages(testing.given_custom({"parameters": [{"name": "a", "schema": {}, "default": 1, "weaker": "lower"}]})) == set()
}

test_a_second_line_in_the_message_is_refused if {
	count(messages(testing.given_custom({"message": "a\nb"}))) == 1
}
