package checks.metadata_keys_test

import data.checks.metadata_keys
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := metadata_keys.violations with input as given
}

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_a_misspelt_key_is_refused if {
	messages(testing.given({"annotations": [object.union(testing.annotation, {"keys": ["tittle"]})]})) == {"METADATA has the unknown key tittle"}
}

test_a_misspelt_key_under_custom_is_refused if {
	messages(testing.given_custom({"enforcment": "block"})) == {"METADATA has the unknown key custom.enforcment"}
}

test_a_misspelt_key_under_fix_is_refused if {
	messages(testing.given_custom({"fix": {"clik": "x"}})) == {"METADATA has the unknown key custom.fix.clik"}
}

test_every_known_key_is_accepted if {
	messages(testing.given_custom({"identity": [], "controls": [], "references": [], "parameters": [], "effective_on": "2027-01-01", "allow_empty": "x"})) == set()
}
