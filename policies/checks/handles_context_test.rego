package checks.handles_context_test

import data.checks.handles_context
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := handles_context.violations with input as given
}

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_a_read_inside_not_is_refused if {
	messages(testing.given({"reads": [object.union(testing.read, {"nesting": ["not"]})]})) == {"repository.ref_rules[].bypass is read as .value inside not in holds"}
}

test_a_read_inside_comprehension_is_refused if {
	messages(testing.given({"reads": [object.union(testing.read, {"nesting": ["comprehension"]})]})) == {"repository.ref_rules[].bypass is read as .value inside comprehension in holds"}
}

test_a_read_inside_every_is_refused if {
	messages(testing.given({"reads": [object.union(testing.read, {"nesting": ["every"]})]})) == {"repository.ref_rules[].bypass is read as .value inside every in holds"}
}

test_a_read_in_subjects_is_refused if {
	messages(testing.given({"reads": [object.union(testing.read, {"role": "subjects", "serves": ["holds"]})]})) == {"repository.ref_rules[].bypass is read as .value in subjects"}
}

test_a_read_in_applies_is_refused if {
	messages(testing.given({"reads": [object.union(testing.read, {"role": "applies", "serves": ["holds"]})]})) == {"repository.ref_rules[].bypass is read as .value in applies"}
}

test_a_read_in_helper_is_refused if {
	messages(testing.given({"reads": [object.union(testing.read, {"role": "helper", "serves": ["holds"]})]})) == {"repository.ref_rules[].bypass is read as .value in helper"}
}

test_a_read_in_function_is_refused if {
	messages(testing.given({"reads": [object.union(testing.read, {"role": "function", "serves": ["holds"]})]})) == {"repository.ref_rules[].bypass is read as .value in function"}
}

test_a_read_in_library_is_refused if {
	messages(testing.given({"reads": [object.union(testing.read, {"role": "library", "serves": ["holds"]})]})) == {"repository.ref_rules[].bypass is read as .value in library"}
}

test_a_read_of_status_is_refused if {
	messages(testing.given({"reads": [object.union(testing.read, {"part": "status"})]})) == {"repository.ref_rules[].bypass is read as .status in holds"}
}

test_a_read_of_itself_is_refused if {
	messages(testing.given({"reads": [object.union(testing.read, {"part": "itself"})]})) == {"repository.ref_rules[].bypass is read as .itself in holds"}
}

test_a_read_of_deep_is_refused if {
	messages(testing.given({"reads": [object.union(testing.read, {"part": "deep"})]})) == {"repository.ref_rules[].bypass is read as .deep in holds"}
}

test_a_read_of_partial_is_refused if {
	messages(testing.given({"reads": [object.union(testing.read, {"part": "partial"})]})) == {"repository.ref_rules[].bypass is read as .partial in holds"}
}

test_a_read_in_holds_that_feeds_subjects_is_refused if {
	messages(testing.given({"reads": [object.union(testing.read, {"serves": ["holds", "subjects"]})]})) == {"repository.ref_rules[].bypass is read as .value in holds"}
}

test_a_read_that_feeds_nothing_is_refused if {
	messages(testing.given({"reads": [object.union(testing.read, {"role": "helper", "serves": []})]})) == {"repository.ref_rules[].bypass is read as .value in helper"}
}

test_a_read_that_only_feeds_the_detail_is_accepted if {
	messages(testing.given({"reads": [object.union(testing.read, {"role": "helper", "part": "because", "serves": ["detail"], "nesting": ["comprehension"]})]})) == set()
}

test_an_observation_under_reads_may_be_read_anywhere if {
	messages(testing.given({"reads": [object.union(testing.read, {"observation": "repository.ref_rules", "role": "library", "nesting": ["not"], "serves": ["holds", "subjects"]})]})) == set()
}
