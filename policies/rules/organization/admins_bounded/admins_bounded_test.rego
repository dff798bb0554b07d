package rules.organization.admins_bounded_test

import data.lib.testing
import data.rules.organization.admins_bounded as rule

answer(document) := answer_by(document, {"maximum": 2})

answer_by(document, parameters) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.organization.admins_bounded as parameters
}

subject := "administrators of the repository"

given(number) := {"repository": {
	"owner": testing.collected({"kind": "organization"}),
	"access": testing.collected({
		"collaborators": testing.collected(array.concat(number, [{"id": 99, "login": "z", "kind": "User", "role": "write"}])),
		"teams": testing.unread,
	}),
}}

some_of(number) := [{"id": id, "login": sprintf("p%d", [id]), "kind": "User", "role": "admin"} | some id in numbers.range(1, number)]

test_passes_at_the_maximum_and_below if {
	every number in [1, 2] {
		answer(given(some_of(number))) == {"subjects": {subject}, "holds": {subject: true}}
	}
	answer(given([])).holds == {subject: true}
}

test_denies_one_more if {
	answer(given(some_of(3))) == {"subjects": {subject}, "holds": {subject: false}}
}

test_is_undecided_when_it_could_not_be_read if {
	answer(testing.repository("access", {"collaborators": testing.unread})) == {"subjects": {subject}, "holds": {}}
	answer(testing.unread_section("access")) == {"subjects": {subject}, "holds": {}}
}

test_is_undecided_without_a_parameter if {
	answer_by(given(some_of(1)), {}) == {"subjects": {subject}, "holds": {}}
}

test_applies_to_organizations_alone if {
	rule.applies == true with input as testing.owned_by("organization")
	rule.applies == false with input as testing.owned_by("user")
	not rule.applies with input as testing.unread_section("owner")
}

test_counts_them if {
	actual := rule.detail with input as given(some_of(3)) with data.parameters.organization.admins_bounded as {"maximum": 2}
	actual == {subject: {"evidence": {"number": 3, "maximum": 2}}}
}
