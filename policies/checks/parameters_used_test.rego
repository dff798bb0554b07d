package checks.parameters_used_test

import data.checks.parameters_used
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := parameters_used.violations with input as given
}

# a rule that declares parameters of these names and reads these places of data
reading(names, paths) := serving(names, paths, ["holds"])

# the same, and which answers these places serve
serving(names, paths, answers) := {"package": object.union(declared["package"], {"data": used})} if {
	declared := testing.given_custom({"parameters": [{"name": name} | some name in names]})
	used := [testing.use({"kind": "parameters", "path": path, "serves": answers}) | some path in paths]
}

unused := {"METADATA declares the parameter days, by which the rule does not decide"}

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_a_parameter_that_is_read_is_accepted if {
	messages(reading(["days"], ["data.parameters.branch.no_bypass.days"])) == set()
}

test_a_part_of_a_parameter_counts if {
	messages(reading(["days"], ["data.parameters.branch.no_bypass.days[0]"])) == set()
	messages(reading(["days"], ["data.parameters.branch.no_bypass.days.high"])) == set()
}

test_a_parameter_nobody_reads_is_refused if {
	messages(reading(["days"], [])) == unused
}

test_only_the_one_that_is_not_read_is_refused if {
	messages(reading(["days", "hours"], ["data.parameters.branch.no_bypass.hours"])) == unused
}

test_a_name_that_begins_alike_is_another if {
	messages(reading(["days"], ["data.parameters.branch.no_bypass.days_left"])) == unused
}

test_the_parameter_of_another_rule_is_another if {
	messages(reading(["days"], ["data.parameters.branch.covered.days"])) == unused
}

test_a_parameter_that_only_tells_what_was_denied_is_refused if {
	messages(serving(["days"], ["data.parameters.branch.no_bypass.days"], ["detail"])) == unused
	messages(serving(["days"], ["data.parameters.branch.no_bypass.days"], [])) == unused
}

test_a_parameter_that_serves_any_answer_that_decides_is_accepted if {
	every answer in ["subjects", "holds", "applies"] {
		messages(serving(["days"], ["data.parameters.branch.no_bypass.days"], ["detail", answer])) == set()
	}
}

test_all_parameters_at_once_name_none if {
	messages(reading(["days"], ["data.parameters.branch.no_bypass"])) == unused
}
