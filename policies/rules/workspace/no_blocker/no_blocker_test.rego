package rules.workspace.no_blocker_test

import data.lib.testing
import data.rules.workspace.no_blocker as rule

subject := "blockers of the release"

blocker(name) := {"name": name, "title": "It is broken", "filed_at": "2026-01-01T00:00:00Z"}

given(names) := {"workspace": {"release_blockers": testing.collected([blocker(name) | some name in names])}}

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

test_passes_when_none_is_open if {
	answer(given([])) == {"subjects": {subject}, "holds": {subject: true}}
}

test_denies_when_one_is_open if {
	answer(given(["flaky"])) == {"subjects": {subject}, "holds": {subject: false}}
}

test_denies_when_several_are_open if {
	answer(given(["flaky", "slow"])).holds == {subject: false}
}

test_is_undecided_when_the_section_is_unreadable if {
	answer({"workspace": {"release_blockers": testing.unread}}) == {"subjects": {subject}, "holds": {}}
}

test_names_those_that_are_open if {
	actual := rule.detail with input as given(["slow", "flaky"])
	actual == {subject: {
		"message": "Open blockers of the release: flaky, slow",
		"evidence": {"blockers": "flaky, slow"},
	}}
}
