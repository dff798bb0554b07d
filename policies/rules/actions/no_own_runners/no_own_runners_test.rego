package rules.actions.no_own_runners_test

import data.lib.testing
import data.rules.actions.no_own_runners as rule

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

subject := "self-hosted runners"

runner(name) := {"id": 1, "name": name, "os": "linux", "labels": ["self-hosted"]}

test_passes_without_a_runner if {
	answer(testing.repository("runners", [])) == {"subjects": {subject}, "holds": {subject: true}}
}

test_denies_one_runner_and_several if {
	answer(testing.repository("runners", [runner("metal")])) == {"subjects": {subject}, "holds": {subject: false}}
	answer(testing.repository("runners", [runner("metal"), runner("wood")])).holds == {subject: false}
}

test_is_undecided_when_the_section_is_unreadable if {
	answer(testing.unread_section("runners")) == {"subjects": {subject}, "holds": {}}
}

test_applies_unless_the_repository_is_known_not_to_be_public if {
	every visibility, expected in {"public": true, "unknown": true, "private": false, "internal": false} {
		rule.applies == expected with input as testing.repository("repository", {"visibility": visibility})
	}
	not rule.applies with input as testing.unread_section("repository")
}

test_names_the_runners if {
	actual := rule.detail with input as testing.repository("runners", [runner("wood"), runner("metal")])
	actual == {subject: {"evidence": {"runners": ["metal", "wood"]}}}
}
