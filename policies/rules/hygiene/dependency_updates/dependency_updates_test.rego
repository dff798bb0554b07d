package rules.hygiene.dependency_updates_test

import data.lib.testing
import data.rules.hygiene.dependency_updates as rule

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

subject := "configuration of an update bot"

given(fact) := testing.repository("repository_files", {"dependency_updates": fact})

test_passes_when_it_is_there if {
	answer(given(testing.collected(true))) == {"subjects": {subject}, "holds": {subject: true}}
}

test_denies_when_it_is_not if {
	answer(given(testing.collected(false))) == {"subjects": {subject}, "holds": {subject: false}}
}

test_is_undecided_when_it_could_not_be_read if {
	answer(given(testing.unread)) == {"subjects": {subject}, "holds": {}}
	answer(testing.unread_section("repository_files")) == {"subjects": {subject}, "holds": {}}
}

test_names_what_is_missing if {
	actual := rule.detail with input as given(testing.collected(false))
	actual == {subject: {"evidence": {"setting": "dependency_updates"}}}
}
