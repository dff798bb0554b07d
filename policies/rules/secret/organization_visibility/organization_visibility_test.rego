package rules.secret.organization_visibility_test

import data.lib.testing
import data.rules.secret.organization_visibility as rule

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

given(secrets) := testing.sections({"organization_settings": {"secrets": testing.collected([{"name": name, "visibility": visibility} |
	some name, visibility in secrets
])}})

test_passes_when_only_some_repositories_see_it if {
	answer(given({"A": "selected", "B": "private"})) == {"subjects": {"A", "B"}, "holds": {"A": true, "B": true}}
}

test_denies_when_all_do_and_when_nobody_knows_the_word if {
	answer(given({"A": "all", "B": "everybody"})) == {"subjects": {"A", "B"}, "holds": {"A": false, "B": false}}
}

test_denies_only_the_bad_one_among_several if {
	answer(given({"A": "selected", "B": "all", "C": "private"})).holds == {"A": true, "B": false, "C": true}
}

test_has_no_subjects_without_secrets if {
	answer(given({})) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_when_the_secrets_could_not_be_read if {
	answer(testing.sections({"organization_settings": {"secrets": testing.unread}})) == {"subjects": set(), "holds": {}}
	answer(testing.unread_section("organization_settings")) == {"subjects": set(), "holds": {}}
}

test_applies_to_organizations_alone if {
	rule.applies == true with input as testing.owned_by("organization")
	rule.applies == false with input as testing.owned_by("user")
	not rule.applies with input as testing.unread_section("owner")
}

test_shows_who_sees_it if {
	actual := rule.detail with input as given({"A": "all", "B": "selected"})
	actual == {"A": {"evidence": {"secret": "A", "visibility": "all"}}}
}
