package rules.manifest.audits_fresh_test

import data.lib.testing
import data.rules.manifest.audits_fresh as rule

given(purpose, ages) := {
	"context": {"purpose": purpose},
	"evidence": {"audits": testing.collected([{"kind": kind, "collected_at": "2026-02-01T11:00:00Z", "age_seconds": age} |
		some kind, age in ages
	])},
}

declared := {"hours": 24, "hours_to_publish": 1}

answer(purpose, ages) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(purpose, ages)
		with data.parameters.manifest.audits_fresh as declared
}

age(seconds) := testing.collected(seconds)

test_passes_up_to_the_last_second if {
	answer("check", {"repository": age(86400), "workspace": age(0)}) == {
		"subjects": {"repository", "workspace"},
		"holds": {"repository": true, "workspace": true},
	}
	answer("publish", {"repository": age(3600)}).holds == {"repository": true}
}

test_denies_from_the_next_second_on if {
	answer("check", {"repository": age(86401)}).holds == {"repository": false}
	answer("release", {"repository": age(86401)}).holds == {"repository": false}
	answer("publish", {"repository": age(3601)}).holds == {"repository": false}
}

test_the_shorter_limit_counts_for_a_publish if {
	actual := rule.holds with input as given("publish", {"repository": age(7200)})
		with data.parameters.manifest.audits_fresh as {"hours": 1, "hours_to_publish": 3}
	actual == {"repository": false}
}

test_denies_only_the_bad_one_among_several if {
	answer("check", {"registry": age(1), "repository": age(90000), "workspace": age(1)}).holds == {
		"registry": true,
		"repository": false,
		"workspace": true,
	}
}

test_leaves_undecided_an_audit_of_no_known_age if {
	answer("check", {"registry": age(1), "repository": testing.unread}) == {
		"subjects": {"registry", "repository"},
		"holds": {"registry": true},
	}
}

test_has_no_subjects_without_audits_and_when_the_section_is_unreadable if {
	answer("check", {}) == {"subjects": set(), "holds": {}}
	document := {"context": {"purpose": "check"}, "evidence": {"audits": testing.unread}}
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.manifest.audits_fresh as declared
	actual == {"subjects": set(), "holds": {}}
}

test_says_when_it_was_read if {
	actual := rule.detail with input as given("check", {"repository": age(90000)})
		with data.parameters.manifest.audits_fresh as declared
	actual == {"repository": {
		"message": "The audit of the repository was read at 2026-02-01T11:00:00Z, more than 24 hours ago",
		"evidence": {"kind": "repository", "collected_at": "2026-02-01T11:00:00Z", "hours": 24},
	}}
}
