package checks.parameters_used_test

import data.checks.parameters_used
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := parameters_used.violations with input as given
}

# a rule that declares parameters of these names and reads these places of data
reading(names, paths) := {"package": object.union(declared["package"], {"data": used})} if {
	declared := testing.given_custom({"parameters": [{"name": name} | some name in names]})
	used := [testing.use({"kind": "parameters", "path": path}) | some path in paths]
}

unused := {"METADATA declares the parameter days, which the rule does not read"}

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

test_all_parameters_at_once_name_none if {
	messages(reading(["days"], ["data.parameters.branch.no_bypass"])) == unused
}
