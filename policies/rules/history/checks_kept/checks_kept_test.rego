package rules.history.checks_kept_test

import data.lib.testing
import data.rules.history.checks_kept as rule

given(checks) := testing.repository("baseline_checks", [{
	"id": sprintf("refs/heads/main %s", [name]),
	"ref": "refs/heads/main",
	"name": name,
	"required": required,
} |
	some name, required in checks
])

answer(checks) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(checks)
}

build := "refs/heads/main Build"

test := "refs/heads/main Test"

test_passes_when_every_check_is_required_still if {
	answer({"Build": testing.collected(true), "Test": testing.collected(true)}) == {
		"subjects": {build, test},
		"holds": {build: true, test: true},
	}
}

test_denies_only_the_check_that_was_taken_away_among_several if {
	answer({"Build": testing.collected(false), "Test": testing.collected(true)}).holds == {build: false, test: true}
}

test_leaves_undecided_only_the_check_of_which_it_is_not_known if {
	answer({"Build": testing.unread, "Test": testing.collected(true)}) == {
		"subjects": {build, test},
		"holds": {test: true},
	}
}

test_has_no_subjects_without_a_baseline_and_when_it_is_unreadable if {
	answer({}) == {"subjects": set(), "holds": {}}
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("baseline_checks")
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_check if {
	actual := rule.detail with input as given({"Build": testing.collected(false)})
	actual == {build: {"evidence": {"ref": "refs/heads/main", "check": "Build"}}}
}
