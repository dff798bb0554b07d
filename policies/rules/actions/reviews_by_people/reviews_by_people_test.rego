package rules.actions.reviews_by_people_test

import data.lib.testing
import data.rules.actions.reviews_by_people as rule

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

subject := "workflow token"

given(token) := testing.repository("ci_permissions", {"actions": testing.unread, "token": token})

token(approves) := testing.collected({"default": "read", "can_approve_reviews": approves})

test_passes_when_the_token_cannot_approve if {
	answer(given(token(false))) == {"subjects": {subject}, "holds": {subject: true}}
}

test_denies_when_it_can if {
	answer(given(token(true))) == {"subjects": {subject}, "holds": {subject: false}}
}

test_is_undecided_when_the_setting_could_not_be_read if {
	answer(given(testing.unread)) == {"subjects": {subject}, "holds": {}}
}

test_is_undecided_when_the_section_is_unreadable if {
	answer(testing.unread_section("ci_permissions")) == {"subjects": {subject}, "holds": {}}
}

test_names_the_setting if {
	actual := rule.detail with input as given(token(true))
	actual == {subject: {"evidence": {"setting": "can_approve_pull_request_reviews"}}}
}
