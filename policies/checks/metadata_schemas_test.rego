package checks.metadata_schemas_test

import data.checks.metadata_schemas
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := metadata_schemas.violations with input as given
}

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_schemas_that_the_parser_read_are_refused if {
	messages(testing.given({"annotations": [object.union(testing.annotation, {"schemas": true})]})) == {"METADATA has the key schemas, which switches type checking off"}
}

test_the_key_alone_is_refused if {
	messages(testing.given({"annotations": [object.union(testing.annotation, {"keys": ["title", "schemas"]})]})) == {"METADATA has the key schemas, which switches type checking off"}
}
