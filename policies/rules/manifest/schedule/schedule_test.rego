package rules.manifest.schedule_test

import data.lib.testing
import data.rules.manifest.schedule as rule

given(at, registries) := {
	"context": {"evaluated_at": at},
	"manifest": testing.collected({"targets": [{"registry": registry, "project": "acme"} | some registry in registries]}),
}

declared := {"weekdays": ["Saturday", "Sunday"], "dates": ["2026-12-24"]}

answer(at, registries) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(at, registries)
		with data.parameters.manifest.schedule as declared
}

test_passes_on_a_day_of_work if {
	answer("2026-02-02T12:00:00Z", ["pypi", "npm"]) == {
		"subjects": {"pypi acme", "npm acme"},
		"holds": {"pypi acme": true, "npm acme": true},
	}
}

test_denies_on_a_listed_weekday if {
	answer("2026-02-01T12:00:00Z", ["pypi", "npm"]).holds == {"pypi acme": false, "npm acme": false}
}

test_denies_on_a_listed_date if {
	answer("2026-12-24T12:00:00Z", ["pypi"]).holds == {"pypi acme": false}
}

test_a_day_begins_and_ends_at_midnight_in_utc if {
	answer("2026-01-30T23:59:59.999Z", ["pypi"]).holds == {"pypi acme": true}
	answer("2026-01-31T00:00:00Z", ["pypi"]).holds == {"pypi acme": false}
	answer("2026-02-01T23:59:59.999Z", ["pypi"]).holds == {"pypi acme": false}
	answer("2026-02-02T00:00:00Z", ["pypi"]).holds == {"pypi acme": true}
}

test_every_day_is_open_when_none_is_listed if {
	actual := rule.holds with input as given("2026-02-01T12:00:00Z", ["pypi"])
		with data.parameters.manifest.schedule as {"weekdays": [], "dates": []}
	actual == {"pypi acme": true}
}

test_decides_nothing_at_no_known_moment if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.changed(given("", ["pypi"]), {"context": {}})
		with data.parameters.manifest.schedule as declared
	actual == {"subjects": {"pypi acme"}, "holds": {}}
}

test_has_no_subjects_without_targets_and_when_the_manifest_is_unreadable if {
	answer("2026-02-01T12:00:00Z", []) == {"subjects": set(), "holds": {}}
	document := testing.changed(given("2026-02-01T12:00:00Z", ["pypi"]), {"manifest": testing.unread})
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.manifest.schedule as declared
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_day if {
	actual := rule.detail with input as given("2026-02-01T12:00:00Z", ["pypi"])
		with data.parameters.manifest.schedule as declared
	actual == {"pypi acme": {
		"message": "pypi acme: nothing is released on 2026-02-01, a Sunday (UTC)",
		"evidence": {"registry": "pypi", "project": "acme", "day": "2026-02-01", "weekday": "Sunday"},
	}}
}
