package rules.secret.scanning_test

import data.lib.testing
import data.rules.secret.scanning as rule

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

subject := "secret scanning"

given(status) := testing.repository("repository", {"secret_scanning": status})

test_passes_when_it_is_on if {
	answer(given(testing.collected(true))) == {"subjects": {subject}, "holds": {subject: true}}
}

test_denies_when_it_is_off if {
	answer(given(testing.collected(false))) == {"subjects": {subject}, "holds": {subject: false}}
}

test_is_undecided_when_the_answer_leaves_it_out if {
	answer(given(testing.unread)) == {"subjects": {subject}, "holds": {}}
	answer(given(testing.incomplete)) == {"subjects": {subject}, "holds": {}}
}

test_is_undecided_when_the_section_is_unreadable if {
	answer(testing.unread_section("repository")) == {"subjects": {subject}, "holds": {}}
}

test_names_the_setting if {
	actual := rule.detail with input as given(testing.collected(false))
	actual == {subject: {"evidence": {"setting": "secret_scanning"}}}
}
