package checks.observation_parts_test

import data.checks.observation_parts
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := observation_parts.violations with input as given
}

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_deciding_on_status_is_refused if {
	messages(testing.given({"reads": [object.union(testing.read, {"part": "status"})]})) == {"data.rules.branch.no_bypass.holds decides on the status of repository.ref_rules[].bypass"}
}

test_deciding_on_detail_is_refused if {
	messages(testing.given({"reads": [object.union(testing.read, {"part": "detail"})]})) == {"data.rules.branch.no_bypass.holds decides on the detail of repository.ref_rules[].bypass"}
}

test_deciding_on_evidence_is_refused if {
	messages(testing.given({"reads": [object.union(testing.read, {"part": "evidence"})]})) == {"data.rules.branch.no_bypass.holds decides on the evidence of repository.ref_rules[].bypass"}
}

test_deciding_on_partial_is_refused if {
	messages(testing.given({"reads": [object.union(testing.read, {"part": "partial"})]})) == {"data.rules.branch.no_bypass.holds decides on the partial of repository.ref_rules[].bypass"}
}

test_deciding_on_because_is_refused if {
	messages(testing.given({"reads": [object.union(testing.read, {"part": "because"})]})) == {"data.rules.branch.no_bypass.holds decides on the because of repository.ref_rules[].bypass"}
}

test_deciding_on_dynamic_is_refused if {
	messages(testing.given({"reads": [object.union(testing.read, {"part": "dynamic"})]})) == {"data.rules.branch.no_bypass.holds decides on the dynamic of repository.ref_rules[].bypass"}
}

test_showing_the_reason_in_the_detail_is_accepted if {
	messages(testing.given({"reads": [object.union(testing.read, {"part": "because", "serves": ["detail"]})]})) == set()
}
