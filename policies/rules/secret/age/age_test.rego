package rules.secret.age_test

import data.lib.testing
import data.rules.secret.age as rule

names(secrets) := testing.collected([{"name": name, "updated_at": at} | some name, at in secrets])

given(scopes) := {
	"context": {"evaluated_at": "2026-02-01T12:00:00Z"},
	"repository": {"secret_names": testing.collected([{"scope": scope, "names": n} | some scope, n in scopes])},
}

answer(scopes) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(scopes)
		with data.parameters.secret.age as {"maximum_days": 31}
}

test_passes_when_a_secret_is_young_and_exactly_at_the_limit if {
	answer({"repository": names({"A": "2026-01-31T00:00:00Z", "B": "2026-01-01T12:00:00Z"})}) == {
		"subjects": {"A in repository secrets", "B in repository secrets"},
		"holds": {"A in repository secrets": true, "B in repository secrets": true},
	}
}

test_denies_a_second_beyond_the_limit_and_whatever_is_older if {
	answer({"repository": names({"A": "2026-01-01T11:59:59Z", "B": "2019-01-01T00:00:00Z"})}).holds == {
		"A in repository secrets": false,
		"B in repository secrets": false,
	}
}

test_denies_only_the_old_one_among_several_scopes if {
	scopes := {
		"repository": names({"A": "2026-01-31T00:00:00Z"}),
		"organization": names({"A": "2025-01-31T00:00:00Z"}),
		"dependabot": names({}),
	}
	answer(scopes).holds == {"A in repository secrets": true, "A in organization secrets": false}
}

test_has_no_subjects_without_secrets if {
	answer({"repository": names({})}) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_when_a_scope_or_the_section_is_unreadable if {
	answer({"repository": testing.unread}) == {"subjects": set(), "holds": {}}
	actual := rule.subjects with input as testing.unread_section("secret_names")
	actual == set()
}

test_shows_when_it_was_renewed if {
	actual := rule.detail with input as given({"repository": names({"A": "2025-01-01T00:00:00Z", "B": "2026-01-31T00:00:00Z"})})
		with data.parameters.secret.age as {"maximum_days": 31}
	actual == {"A in repository secrets": {"evidence": {
		"secret": "A",
		"scope": "repository",
		"updated_at": "2025-01-01T00:00:00Z",
		"maximum_days": 31,
	}}}
}
