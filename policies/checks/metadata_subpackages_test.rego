package checks.metadata_subpackages_test

import data.checks.metadata_subpackages
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := metadata_subpackages.violations with input as given
}

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_the_scope_subpackages_is_refused if {
	messages(testing.given({"annotations": [object.union(testing.annotation, {"scope": "subpackages"})]})) == {"METADATA of scope subpackages speaks for other packages"}
}

test_it_is_refused_in_a_library_too if {
	messages(testing.given({"kind": "library", "annotations": [object.union(testing.annotation, {"scope": "subpackages"})]})) == {"METADATA of scope subpackages speaks for other packages"}
}
