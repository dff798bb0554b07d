package rules.history.publish_success_test

import data.lib.testing
import data.rules.history.publish_success as rule

subject := "recent release runs"

# run: completed run number `id`, in the order of time
run(id, conclusion) := {
	"id": id,
	"status": "completed",
	"conclusion": conclusion,
	"created_at": sprintf("2026-01-01T00:%02d:%02dZ", [floor(id / 60), id % 60]),
}

runs(first, last, conclusion) := [run(id, conclusion) | some id in numbers.range(first, last)]

given(list) := {"history": {"release_runs": testing.collected(list)}}

answer(list, parameters) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(list)
		with data.parameters.history.publish_success as parameters
}

usual := {"minimum_percent": 99, "runs": 20}

passes := {"subjects": {subject}, "holds": {subject: true}}

denies := {"subjects": {subject}, "holds": {subject: false}}

test_passes_when_all_of_the_last_runs_succeeded if {
	answer(runs(1, 20, "success"), usual) == passes
}

test_passes_when_a_failure_is_older_than_the_last_runs if {
	answer(array.concat([run(1, "failure")], runs(2, 21, "success")), usual) == passes
}

test_denies_when_the_oldest_of_the_last_runs_failed if {
	answer(array.concat([run(1, "failure")], runs(2, 20, "success")), usual) == denies
}

test_judges_by_time_and_not_by_the_order_of_the_list if {
	answer(array.concat(runs(2, 21, "success"), [run(1, "failure")]), usual) == passes
	answer(array.concat([run(21, "failure")], runs(1, 20, "success")), usual) == denies
}

# As text 00:00:00.5Z comes before 00:00:00Z.
test_judges_by_time_where_one_time_has_a_fraction if {
	first := testing.changed(run(1, "success"), {"created_at": "2026-01-01T00:00:00Z"})
	second := testing.changed(run(2, "failure"), {"created_at": "2026-01-01T00:00:00.5Z"})
	answer([first, second], {"minimum_percent": 99, "runs": 1}) == denies
}

test_orders_runs_of_the_same_moment_by_id if {
	first := testing.changed(run(1, "failure"), {"created_at": "2026-01-01T00:00:00Z"})
	second := testing.changed(run(2, "success"), {"created_at": "2026-01-01T00:00:00Z"})
	answer([second, first], {"minimum_percent": 99, "runs": 1}) == passes
}

test_denies_when_every_run_failed if {
	answer(runs(1, 8, "failure"), usual) == denies
}

test_denies_a_cancelled_run if {
	answer(array.concat(runs(1, 19, "success"), [run(20, "cancelled")]), usual) == denies
}

test_passes_exactly_at_the_minimum if {
	answer(array.concat([run(1, "failure")], runs(2, 4, "success")), {"minimum_percent": 75, "runs": 20}) == passes
}

test_denies_just_below_the_minimum if {
	answer(array.concat([run(1, "failure")], runs(2, 4, "success")), {"minimum_percent": 76, "runs": 20}) == denies
}

test_judges_one_run_alone if {
	answer([run(1, "success")], usual) == passes
	answer([run(1, "failure")], usual) == denies
}

test_leaves_out_a_run_that_is_not_completed if {
	running := testing.changed(run(3, ""), {"status": "in_progress"})
	answer([run(1, "success"), run(2, "success"), running], usual) == passes
}

test_has_no_subjects_without_completed_runs if {
	running := testing.changed(run(1, ""), {"status": "in_progress"})
	answer([], usual) == {"subjects": set(), "holds": {}}
	answer([running], usual) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as {"history": {"release_runs": testing.unread}}
		with data.parameters.history.publish_success as usual
	actual == {"subjects": set(), "holds": {}}
}

test_decides_nothing_without_parameters if {
	answer(runs(1, 20, "success"), {}) == {"subjects": set(), "holds": {}}
}

test_counts_the_runs_it_considered if {
	actual := rule.detail with input as given(array.concat([run(1, "failure")], runs(2, 4, "success")))
		with data.parameters.history.publish_success as usual
	actual == {subject: {
		"message": "3 of the last 4 release runs succeeded; at least 99 % should",
		"evidence": {"considered": 4, "succeeded": 3, "minimum_percent": 99, "newest": "2026-01-01T00:00:04Z"},
	}}
}
