package checks.metadata_missing_test

import data.checks.metadata_missing
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := metadata_missing.violations with input as given
}

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_a_rule_without_metadata_is_refused if {
	messages(testing.given({"annotations": []})) == {"package rules.branch.no_bypass has no METADATA of its own"}
}

test_metadata_of_a_definition_is_not_enough if {
	messages(testing.given({"annotations": [object.union(testing.annotation, {"scope": "rule"})]})) == {"package rules.branch.no_bypass has no METADATA of its own"}
}

test_a_library_needs_none if {
	messages(testing.given({"kind": "library", "annotations": []})) == set()
}
