package checks.metadata_incomplete_test

import data.checks.metadata_incomplete
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := metadata_incomplete.violations with input as given
}

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_catalogue_cannot_be_left_out if {
	messages(testing.without_custom("catalogue")) == {"METADATA lacks custom.catalogue, or it is not text"}
}

test_message_cannot_be_left_out if {
	messages(testing.without_custom("message")) == {"METADATA lacks custom.message, or it is not text"}
}

test_severity_cannot_be_left_out if {
	messages(testing.without_custom("severity")) == {"custom.severity is not one of critical, high, medium, low"}
}

test_enforcement_cannot_be_left_out if {
	messages(testing.without_custom("enforcement")) == {"custom.enforcement is not one of block, warn, inform"}
}

test_collections_cannot_be_left_out if {
	messages(testing.without_custom("collections")) == {"custom.collections is missing or empty"}
}

test_reads_cannot_be_left_out if {
	messages(testing.without_custom("reads")) == {"custom.reads is missing: a rule that reads nothing judges nothing"}
}

test_fix_cannot_be_left_out if {
	messages(testing.without_custom("fix")) == {"custom.fix has neither a command nor a click"}
}

test_a_catalogue_that_yaml_made_a_number_is_refused if {
	messages(testing.given_custom({"catalogue": 1.1})) == {"METADATA lacks custom.catalogue, or it is not text"}
}

test_a_blank_message_is_refused if {
	messages(testing.given_custom({"message": " "})) == {"METADATA lacks custom.message, or it is not text"}
}

test_a_severity_of_another_scale_is_refused if {
	messages(testing.given_custom({"severity": "serious"})) == {"custom.severity is not one of critical, high, medium, low"}
}

test_an_unknown_enforcement_is_refused if {
	messages(testing.given_custom({"enforcement": "deny"})) == {"custom.enforcement is not one of block, warn, inform"}
}

test_an_empty_collection_list_is_refused if {
	messages(testing.given_custom({"collections": []})) == {"custom.collections is missing or empty"}
}

test_a_fix_that_is_empty_is_refused if {
	messages(testing.given_custom({"fix": {"click": "", "command": " "}})) == {"custom.fix has neither a command nor a click"}
}

test_a_missing_title_is_refused if {
	messages(testing.given({"annotations": [object.union(testing.annotation, {"title": ""})]})) == {"METADATA lacks title"}
}

test_a_missing_description_is_refused if {
	messages(testing.given({"annotations": [object.union(testing.annotation, {"description": " "})]})) == {"METADATA lacks description"}
}
