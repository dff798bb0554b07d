package rules.organization.sign_on_test

import data.lib.testing
import data.rules.organization.sign_on as rule

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

subject := "sign-on of members"

given(value) := testing.repository("organization_sign_on", {"required": value})

test_passes_when_it_is_so if {
	every value in [true] {
		answer(given(value)) == {"subjects": {subject}, "holds": {subject: true}}
	}
}

test_denies_when_it_is_not if {
	every value in [false] {
		answer(given(value)) == {"subjects": {subject}, "holds": {subject: false}}
	}
}

test_is_undecided_when_it_could_not_be_read if {
	answer(testing.unread_section("organization_sign_on")) == {"subjects": {subject}, "holds": {}}
}

test_applies_to_organizations_alone if {
	rule.applies == true with input as testing.owned_by("organization")
	rule.applies == false with input as testing.owned_by("user")
	not rule.applies with input as testing.unread_section("owner")
}

test_names_the_setting if {
	actual := rule.detail with input as given(false)
	actual == {subject: {"evidence": {"setting": "saml"}}}
}
