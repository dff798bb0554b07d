package rules.organization.admin_not_alone_test

import data.lib.testing
import data.rules.organization.admin_not_alone as rule

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

subject := "administration of the repository"

given(people, teams) := testing.repository("access", {
	"collaborators": testing.collected([{"id": 1, "login": "p", "kind": "User", "role": role} | some role in people]),
	"teams": testing.collected([{"slug": "t", "role": role} | some role in teams]),
})

test_passes_with_two_administrators_or_a_team_of_them if {
	every document in [given(["admin", "admin"], []), given(["admin"], ["admin"]), given([], ["write", "admin"])] {
		answer(document) == {"subjects": {subject}, "holds": {subject: true}}
	}
}

test_denies_one_administrator_and_none if {
	every document in [given(["admin"], []), given(["admin", "write"], ["maintain"]), given([], [])] {
		answer(document) == {"subjects": {subject}, "holds": {subject: false}}
	}
}

test_is_undecided_when_a_list_could_not_be_read if {
	unread := {"subjects": {subject}, "holds": {}}
	answer(testing.repository("access", {"collaborators": testing.unread, "teams": testing.collected([])})) == unread
	answer(testing.repository("access", {"collaborators": testing.collected([]), "teams": testing.unread})) == unread
	answer(testing.unread_section("access")) == unread
}

test_applies_to_organizations_alone if {
	rule.applies == true with input as testing.owned_by("organization")
	rule.applies == false with input as testing.owned_by("user")
	not rule.applies with input as testing.unread_section("owner")
}

test_counts_them if {
	actual := rule.detail with input as given(["admin", "write"], ["read"])
	actual == {subject: {"evidence": {"administrators": 1, "teams": 0}}}
}
