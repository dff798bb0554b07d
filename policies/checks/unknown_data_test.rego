package checks.unknown_data_test

import data.checks.unknown_data
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := unknown_data.violations with input as given
}

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_data_that_nobody_defines_is_refused if {
	messages(testing.given({"data": [testing.use({"kind": "unknown", "path": "data.lib.refs.activ"})]})) == {"data.rules.branch.no_bypass.holds reads data.lib.refs.activ, which no library defines"}
}

test_data_of_a_foreign_package_is_refused if {
	messages(testing.given({"data": [testing.use({"kind": "other", "path": "data.main.deny"})]})) == {"data.rules.branch.no_bypass.holds reads data.main.deny, which no library defines"}
}

test_the_parameters_of_another_rule_are_refused if {
	messages(testing.given({"data": [testing.use({"kind": "parameters", "path": "data.parameters.branch.covered.minimum"})]})) == {"data.rules.branch.no_bypass.holds reads data.parameters.branch.covered.minimum, which is not its own parameter"}
}

test_a_parameter_that_is_not_declared_is_refused if {
	messages(testing.given({"data": [testing.use({"kind": "parameters", "path": "data.parameters.branch.no_bypass.minimum"})]})) == {"data.rules.branch.no_bypass.holds reads the parameter minimum, which METADATA does not declare"}
}

test_a_rule_whose_name_begins_alike_is_another if {
	messages(testing.given({"data": [testing.use({"kind": "parameters", "path": "data.parameters.branch.no_bypasses"})]})) == {"data.rules.branch.no_bypass.holds reads data.parameters.branch.no_bypasses, which is not its own parameter"}
}

test_a_declared_parameter_is_accepted if {
	declared := testing.given_custom({"parameters": [{"name": "minimum"}]})
	used := {"data": [testing.use({"kind": "parameters", "path": "data.parameters.branch.no_bypass.minimum[0]"})]}
	messages({"package": object.union(declared["package"], used)}) == set()
}

test_project_facts_are_accepted if {
	messages(testing.given({"data": [testing.use({"kind": "project", "path": "data.project.environments"})]})) == set()
}

test_elements_of_project_facts_are_accepted if {
	messages(testing.given({"data": [testing.use({"kind": "project", "path": "data.project.targets[0].registry"})]})) == set()
}

test_a_misspelt_project_fact_is_refused if {
	messages(testing.given({"data": [testing.use({"kind": "project", "path": "data.project.release_branch"})]})) == {"data.rules.branch.no_bypass.holds reads data.project.release_branch, which is no fact of a project"}
}

test_project_facts_are_read_by_name if {
	messages(testing.given({"data": [testing.use({"kind": "project", "path": "data.project"})]})) == {"data.rules.branch.no_bypass.holds reads data.project, which is no fact of a project"}
}

test_all_of_the_own_parameters_may_be_read if {
	messages(testing.given({"data": [testing.use({"kind": "parameters", "path": "data.parameters.branch.no_bypass"})]})) == set()
}
