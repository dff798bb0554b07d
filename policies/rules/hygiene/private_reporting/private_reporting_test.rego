package rules.hygiene.private_reporting_test

import data.lib.testing
import data.rules.hygiene.private_reporting as rule

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

subject := "private vulnerability reporting"

given(fact) := testing.repository("security_features", {"private_reporting": fact})

test_passes_when_it_is_there if {
	answer(given(testing.collected(true))) == {"subjects": {subject}, "holds": {subject: true}}
}

test_denies_when_it_is_not if {
	answer(given(testing.collected(false))) == {"subjects": {subject}, "holds": {subject: false}}
}

test_is_undecided_when_it_could_not_be_read if {
	answer(given(testing.unread)) == {"subjects": {subject}, "holds": {}}
	answer(testing.unread_section("security_features")) == {"subjects": {subject}, "holds": {}}
}

test_applies_unless_the_repository_is_known_not_to_be_public if {
	every visibility, expected in {"public": true, "unknown": true, "private": false, "internal": false} {
		rule.applies == expected with input as testing.repository("repository", {"visibility": visibility})
	}
	not rule.applies with input as testing.unread_section("repository")
}

test_names_what_is_missing if {
	actual := rule.detail with input as given(testing.collected(false))
	actual == {subject: {"evidence": {"setting": "private_reporting"}}}
}
