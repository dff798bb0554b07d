package checks.metadata_misplaced_test

import data.checks.metadata_misplaced
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := metadata_misplaced.violations with input as given
}

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_a_block_below_the_package_line_is_refused if {
	messages(testing.given({"annotations": [testing.annotation, object.union(testing.annotation, {"scope": "rule", "target": "data.rules.branch.no_bypass.holds"})]})) == {"METADATA of scope rule belongs to data.rules.branch.no_bypass.holds, not to the package"}
}

test_a_library_may_describe_its_definitions if {
	messages(testing.given({"kind": "library", "annotations": [object.union(testing.annotation, {"scope": "rule"})]})) == set()
}
