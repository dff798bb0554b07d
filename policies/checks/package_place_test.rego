package checks.package_place_test

import data.checks.package_place
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := package_place.violations with input as given
}

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_a_package_elsewhere_is_refused if {
	messages(testing.given({"path": "data.main", "kind": "other"})) == {"package main is neither below rules nor below lib"}
}

test_a_rule_one_step_too_deep_is_refused if {
	messages(testing.given({"path": "data.rules.a.b.c", "files": [{"file": "rules/a/b/c/c.rego", "row": 1, "column": 1}]})) == {"package rules.a.b.c is not rules.<group>.<rule> in lower case"}
}

test_a_second_file_is_refused if {
	messages(testing.given({"files": array.concat(testing.good.files, [{"file": "more/rules/branch/no_bypass/no_bypass.rego", "row": 1, "column": 1}])})) == {"package rules.branch.no_bypass is spread over several files; more/rules/branch/no_bypass/no_bypass.rego is one too many"}
}

test_a_file_of_another_name_is_refused if {
	messages(testing.given({"files": [{"file": "rules/branch/bypass.rego", "row": 1, "column": 1}]})) == {"package rules.branch.no_bypass stands in rules/branch/bypass.rego"}
}

test_a_folder_above_rules_is_accepted if {
	messages(testing.given({"files": [{"file": "policies/rules/branch/no_bypass/no_bypass.rego", "row": 1, "column": 1}]})) == set()
}

test_a_library_may_stand_anywhere if {
	messages(testing.given({"path": "data.lib.refs", "kind": "library", "files": [{"file": "lib/a.rego", "row": 1, "column": 1}]})) == set()
}
