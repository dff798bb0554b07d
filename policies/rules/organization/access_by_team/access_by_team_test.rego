package rules.organization.access_by_team_test

import data.lib.testing
import data.rules.organization.access_by_team as rule

given(people) := testing.repository("direct_access", [{"id": count(login), "login": login, "role": role} | some login, role in people])

judged(people, exempt) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(people)
		with data.parameters.organization.access_by_team as {"exempt": exempt}
}

answer(people) := judged(people, [])

test_passes_who_may_only_read if {
	answer({"r": "read", "tt": "triage", "nnn": "none"}) == {"subjects": {"r", "tt", "nnn"}, "holds": {"r": true, "tt": true, "nnn": true}}
}

test_denies_who_may_more if {
	every role in ["write", "maintain", "admin", "a role of our own"] {
		answer({"p": role}) == {"subjects": {"p"}, "holds": {"p": false}}
	}
}

test_denies_only_the_one_who_may_write_among_several if {
	answer({"r": "read", "ww": "write", "ttt": "triage"}).holds == {"r": true, "ww": false, "ttt": true}
}

test_passes_who_is_exempt_in_whatever_case if {
	judged({"Release-Bot": "write", "other": "write"}, ["release-bot"]).holds == {"Release-Bot": true, "other": false}
}

test_has_no_subjects_where_nobody_was_let_in_and_when_it_is_unreadable if {
	answer({}) == {"subjects": set(), "holds": {}}
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("direct_access")
		with data.parameters.organization.access_by_team as {"exempt": []}
	actual == {"subjects": set(), "holds": {}}
}

test_applies_to_organizations_alone if {
	rule.applies == true with input as testing.owned_by("organization")
	rule.applies == false with input as testing.owned_by("user")
	not rule.applies with input as testing.unread_section("owner")
}

test_names_the_person_and_the_role if {
	actual := rule.detail with input as given({"p": "admin"}) with data.parameters.organization.access_by_team as {"exempt": []}
	actual == {"p": {"evidence": {"login": "p", "role": "admin"}}}
}
