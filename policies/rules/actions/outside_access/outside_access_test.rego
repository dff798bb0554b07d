package rules.actions.outside_access_test

import data.lib.testing
import data.rules.actions.outside_access as rule

answer(document) := answer_by(document, {"allowed": ["none"]})

answer_by(document, parameters) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.actions.outside_access as parameters
}

subject := "workflows and actions of the repository"

given(access) := {"repository": {
	"repository": testing.collected({"visibility": "private"}),
	"ci_access": testing.collected({"outside_access": access}),
}}

test_passes_when_access_is_what_the_policy_allows if {
	answer(given(testing.collected("none"))) == {"subjects": {subject}, "holds": {subject: true}}
	answer_by(given(testing.collected("organization")), {"allowed": ["none", "organization"]}).holds == {subject: true}
}

test_denies_when_access_is_wider if {
	every access in ["user", "organization", "enterprise", "unknown"] {
		answer(given(testing.collected(access))) == {"subjects": {subject}, "holds": {subject: false}}
	}
	answer_by(given(testing.collected("enterprise")), {"allowed": ["none", "organization"]}).holds == {subject: false}
}

test_is_undecided_when_access_could_not_be_read if {
	answer(given(testing.unread)) == {"subjects": {subject}, "holds": {}}
	answer(testing.unread_section("ci_access")) == {"subjects": {subject}, "holds": {}}
}

test_is_undecided_without_a_parameter if {
	answer_by(given(testing.collected("none")), {}) == {"subjects": {subject}, "holds": {}}
}

test_applies_unless_the_repository_is_known_to_be_public if {
	every visibility, expected in {"public": false, "unknown": true, "private": true, "internal": true} {
		rule.applies == expected with input as testing.repository("repository", {"visibility": visibility})
	}
	not rule.applies with input as testing.unread_section("repository")
}

test_names_what_was_found_and_what_is_allowed if {
	actual := rule.detail with input as given(testing.collected("enterprise"))
		with data.parameters.actions.outside_access as {"allowed": ["none"]}
	actual == {subject: {"evidence": {"value": "enterprise", "allowed": ["none"]}}}
}
