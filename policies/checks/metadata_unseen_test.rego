package checks.metadata_unseen_test

import data.checks.metadata_unseen
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := metadata_unseen.violations with input as given
}

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_lower_case_is_refused if {
	messages(testing.given({"metadata_marks": [testing.use({"text": "metadata", "exact": false, "below_package": false})]})) == {"the parser does not see \"metadata\" as METADATA"}
}
