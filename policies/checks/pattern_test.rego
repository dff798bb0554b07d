package checks.pattern_test

import data.checks.pattern
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := pattern.violations with input as given
}

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_an_open_pattern_of_regex_match_is_refused if {
	messages(testing.call({"function": "regex.match", "patterns": ["a"], "anchored": false})) == {"data.rules.branch.no_bypass.holds matches inside a longer text: a"}
}

test_a_computed_pattern_of_regex_match_is_refused if {
	messages(testing.call({"function": "regex.match", "patterns": [], "anchored": false, "literal": false})) == {"data.rules.branch.no_bypass.holds matches with a pattern that is computed"}
}

test_an_anchored_pattern_of_regex_match_is_accepted if {
	messages(testing.call({"function": "regex.match"})) == set()
}

test_an_open_pattern_of_regex_find_n_is_refused if {
	messages(testing.call({"function": "regex.find_n", "patterns": ["a"], "anchored": false})) == {"data.rules.branch.no_bypass.holds matches inside a longer text: a"}
}

test_a_computed_pattern_of_regex_find_n_is_refused if {
	messages(testing.call({"function": "regex.find_n", "patterns": [], "anchored": false, "literal": false})) == {"data.rules.branch.no_bypass.holds matches with a pattern that is computed"}
}

test_an_anchored_pattern_of_regex_find_n_is_accepted if {
	messages(testing.call({"function": "regex.find_n"})) == set()
}

test_an_open_pattern_of_regex_find_all_string_submatch_n_is_refused if {
	messages(testing.call({"function": "regex.find_all_string_submatch_n", "patterns": ["a"], "anchored": false})) == {"data.rules.branch.no_bypass.holds matches inside a longer text: a"}
}

test_a_computed_pattern_of_regex_find_all_string_submatch_n_is_refused if {
	messages(testing.call({"function": "regex.find_all_string_submatch_n", "patterns": [], "anchored": false, "literal": false})) == {"data.rules.branch.no_bypass.holds matches with a pattern that is computed"}
}

test_an_anchored_pattern_of_regex_find_all_string_submatch_n_is_accepted if {
	messages(testing.call({"function": "regex.find_all_string_submatch_n"})) == set()
}

test_a_pattern_of_the_input_in_regex_match_is_refused if {
	messages(testing.call({"function": "regex.match", "literal": false, "anchored": false, "pattern_input": true})) == {"data.rules.branch.no_bypass.holds matches with a pattern that comes from the input"}
}

test_a_pattern_of_the_input_in_regex_globs_match_is_refused if {
	messages(testing.call({"function": "regex.globs_match", "literal": false, "anchored": false, "pattern_input": true})) == {"data.rules.branch.no_bypass.holds matches with a pattern that comes from the input"}
}

test_a_pattern_of_the_input_in_glob_match_is_refused if {
	messages(testing.call({"function": "glob.match", "literal": false, "anchored": false, "pattern_input": true})) == {"data.rules.branch.no_bypass.holds matches with a pattern that comes from the input"}
}

test_an_open_pattern_may_split_text if {
	messages(testing.call({"function": "regex.split", "patterns": [","], "anchored": false})) == set()
}
