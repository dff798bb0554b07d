package rules.organization.members_active_test

import data.lib.testing
import data.rules.organization.members_active as rule

answer(document) := answer_by(document, {"maximum_days": 31})

answer_by(document, parameters) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.organization.members_active as parameters
}

given(moments) := {
	"context": {"evaluated_at": "2026-02-01T12:00:00Z"},
	"repository": {"member_activity": testing.collected([{"id": 1, "login": login, "last_active_at": moment} |
		some login, moment in moments
	])},
}

test_passes_when_active_and_exactly_at_the_limit if {
	answer(given({"ada": "2026-02-01T00:00:00Z", "bob": "2026-01-01T12:00:00Z"})) == {
		"subjects": {"ada", "bob"},
		"holds": {"ada": true, "bob": true},
	}
}

test_denies_a_second_beyond_the_limit if {
	answer(given({"ada": "2026-01-01T11:59:59Z"})) == {"subjects": {"ada"}, "holds": {"ada": false}}
}

test_denies_only_who_was_away_among_several if {
	answer(given({"ada": "2020-01-01T00:00:00Z", "bob": "2026-02-01T00:00:00Z"})).holds == {"ada": false, "bob": true}
}

test_has_no_subjects_when_the_section_is_unreadable_or_empty if {
	answer(testing.unread_section("member_activity")) == {"subjects": set(), "holds": {}}
	answer(given({})) == {"subjects": set(), "holds": {}}
}

test_applies_to_organizations_alone if {
	rule.applies == true with input as testing.owned_by("organization")
	rule.applies == false with input as testing.owned_by("user")
	not rule.applies with input as testing.unread_section("owner")
}

test_names_the_account if {
	actual := rule.detail with input as given({"ada": "2020-01-01T00:00:00Z"})
		with data.parameters.organization.members_active as {"maximum_days": 31}
	actual == {"ada": {"evidence": {"login": "ada", "maximum_days": 31}}}
}
