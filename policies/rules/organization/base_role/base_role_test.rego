package rules.organization.base_role_test

import data.lib.testing
import data.rules.organization.base_role as rule

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

subject := "base role of members"

given(value) := testing.repository("organization", {"default_role": testing.collected(value)})

test_passes_when_it_is_so if {
	every value in ["none", "read"] {
		answer(given(value)) == {"subjects": {subject}, "holds": {subject: true}}
	}
}

test_denies_when_it_is_not if {
	every value in ["write", "admin", "unknown"] {
		answer(given(value)) == {"subjects": {subject}, "holds": {subject: false}}
	}
}

test_is_undecided_when_it_could_not_be_read if {
	answer(testing.repository("organization", {"default_role": testing.unread})) == {"subjects": {subject}, "holds": {}}
	answer(testing.unread_section("organization")) == {"subjects": {subject}, "holds": {}}
}

test_applies_to_organizations_alone if {
	rule.applies == true with input as testing.owned_by("organization")
	rule.applies == false with input as testing.owned_by("user")
	not rule.applies with input as testing.unread_section("owner")
}

test_names_the_setting if {
	actual := rule.detail with input as given("write")
	actual == {subject: {"evidence": {"setting": "default_repository_permission"}}}
}
