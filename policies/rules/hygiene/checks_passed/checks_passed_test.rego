package rules.hygiene.checks_passed_test

import data.lib.testing
import data.rules.hygiene.checks_passed as rule

run(id, name, changes) := testing.changed(
	{"id": id, "name": name, "app_id": 15368, "released": testing.collected(true), "status": "completed", "conclusion": "success"},
	changes,
)

given(runs) := testing.repository("check_runs", runs)

answer(runs, checks) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(runs)
		with data.project as {"checks": checks}
		with data.parameters.hygiene.checks_passed as {"apps": [15368]}
}

test_passes_when_every_check_succeeded if {
	answer([run(1, "Build", {}), run(2, "Test", {}), run(3, "Other", {"conclusion": "failure"})], ["Build", "Test"]) == {
		"subjects": {"Build", "Test"},
		"holds": {"Build": true, "Test": true},
	}
}

test_denies_every_other_end if {
	every conclusion in ["failure", "cancelled", "skipped", "neutral", "timed_out", "action_required", "stale", ""] {
		answer([run(1, "Build", {"conclusion": conclusion})], ["Build"]) == {"subjects": {"Build"}, "holds": {"Build": false}}
	}
}

test_denies_a_check_that_still_runs if {
	answer([run(1, "Build", {"status": "in_progress"})], ["Build"]).holds == {"Build": false}
}

test_denies_a_check_that_never_ran_or_ran_for_another_commit if {
	answer([], ["Build"]).holds == {"Build": false}
	answer([run(1, "Build", {"released": testing.collected(false)})], ["Build"]).holds == {"Build": false}
	answer([run(1, "build", {})], ["Build"]).holds == {"Build": false}
}

test_denies_what_another_app_reports if {
	answer([run(1, "Build", {"app_id": 7})], ["Build"]).holds == {"Build": false}
	answer([run(1, "Build", {"conclusion": "failure"}), run(2, "Build", {"app_id": 7})], ["Build"]).holds == {"Build": false}
}

test_counts_only_the_newest_attempt if {
	answer([run(2, "Build", {}), run(1, "Build", {"conclusion": "failure"})], ["Build"]).holds == {"Build": true}
	answer([run(1, "Build", {}), run(2, "Build", {"conclusion": "failure"})], ["Build"]).holds == {"Build": false}
	answer([run(1, "Build", {}), run(2, "Build", {"status": "queued", "conclusion": ""})], ["Build"]).holds == {"Build": false}
}

test_denies_only_the_bad_one_among_several if {
	answer([run(1, "Build", {}), run(2, "Test", {"conclusion": "failure"})], ["Build", "Test"]).holds == {
		"Build": true,
		"Test": false,
	}
}

test_has_no_subjects_when_the_project_declares_no_check if {
	answer([run(1, "Build", {})], []) == {"subjects": set(), "holds": {}}
}

test_denies_while_the_host_would_refuse_when_something_is_unreadable if {
	unknown := given([run(1, "Build", {"released": testing.unread})])
	every document in [unknown, testing.unread_section("check_runs")] {
		actual := rule.holds with input as document
			with data.project as {"checks": ["Build"]}
			with data.parameters.hygiene.checks_passed as {"apps": [15368]}
		actual == {"Build": false}
	}
}

test_names_the_check if {
	actual := rule.detail with input as given([])
		with data.project as {"checks": ["Build"]}
		with data.parameters.hygiene.checks_passed as {"apps": [15368]}
	actual == {"Build": {"evidence": {"check": "Build"}}}
}
