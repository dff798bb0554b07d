package rules.manifest.versions_agree_test

import data.lib.testing
import data.rules.manifest.versions_agree as rule

stated(name, same) := {
	"id": name,
	"file": name,
	"line": 3,
	"written": testing.collected("1.2.4"),
	"states": "1.2.4",
	"as_manifest": same,
}

same := testing.collected(true)

other := testing.collected(false)

given(versions) := {
	"workspace": {"versions": versions},
}

answer(versions) := result if {
	result := {
		"subjects": rule.subjects,
		"holds": rule.holds,
	} with input as given(testing.collected([stated(name, v) | some name, v in versions]))
}

test_passes_when_every_file_states_it if {
	answer({"a": same, "b": same}) == {
		"subjects": {"a", "b"},
		"holds": {"a": true, "b": true},
	}
}

test_denies_only_the_file_that_differs_among_several if {
	answer({"a": same, "b": other, "c": same}).holds == {"a": true, "b": false, "c": true}
}

test_leaves_undecided_only_the_file_that_could_not_be_read if {
	answer({"a": same, "b": testing.unread}) == {
		"subjects": {"a", "b"},
		"holds": {"a": true},
	}
}

test_has_no_subjects_when_no_file_states_a_version if {
	answer({}) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as given(testing.unread)
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_file_and_the_line if {
	actual := rule.detail with input as given(testing.collected([stated("a", same), stated("b", other)]))
	actual == {"b": {
		"message": "b:3 states version 1.2.4, the manifest another",
		"evidence": {"file": "b", "line": 3, "states": "1.2.4"},
	}}
}
