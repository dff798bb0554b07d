package rules.history.drill_recent_test

import data.lib.testing
import data.rules.history.drill_recent as rule

drill(changes) := testing.changed(
	{"id": "publish-incident 1", "drill": "publish-incident", "ended_at": "2026-01-01T12:00:00Z", "in_time": true},
	changes,
)

given(drills) := {
	"context": {"evaluated_at": "2026-01-31T12:00:00Z"},
	"workspace": {"drills": testing.collected(drills)},
}

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.history.drill_recent as {"days": 30}
}

passes := {"subjects": {"drill"}, "holds": {"drill": true}}

denies := {"subjects": {"drill"}, "holds": {"drill": false}}

test_passes_exactly_at_the_limit if {
	answer(given([drill({})])) == passes
}

test_denies_a_second_beyond_the_limit if {
	answer(given([drill({"ended_at": "2026-01-01T11:59:59Z"})])) == denies
}

test_denies_a_drill_that_was_late if {
	answer(given([drill({"in_time": false})])) == denies
}

test_denies_a_drill_of_the_future if {
	answer(given([drill({"ended_at": "2026-01-31T12:00:01Z"})])) == denies
}

test_passes_when_one_of_several_was_good if {
	answer(given([drill({"in_time": false}), drill({})])) == passes
}

test_denies_when_there_was_none if {
	answer(given([])) == denies
}

test_is_undecided_when_the_section_is_unreadable if {
	answer({"context": {"evaluated_at": "2026-01-31T12:00:00Z"}, "workspace": {"drills": testing.unread}}).holds == {}
}

test_is_undecided_without_a_moment_or_parameters if {
	answer(testing.changed(given([drill({})]), {"context": {}})).holds == {}
	actual := rule.holds with input as given([drill({})]) with data.parameters.history.drill_recent as {}
	actual == {}
}

test_names_the_days if {
	actual := rule.detail with input as given([]) with data.parameters.history.drill_recent as {"days": 30}
	actual == {"drill": {
		"message": "No drill was finished in time within the last 30 days",
		"evidence": {"days": 30},
	}}
}
