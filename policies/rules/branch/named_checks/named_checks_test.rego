package rules.branch.named_checks_test

import data.lib.testing
import data.rules.branch.named_checks as rule

named(observations) := [{"name": name, "required": o} | some name, o in observations]

answer(by_branch, checks) := result if {
	document := testing.branches("named_checks", {ref: named(o) | some ref, o in by_branch})
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.project as {"checks": checks}
}

test_passes_when_every_named_check_is_required if {
	checks := {"Build": testing.fact(true), "Test": testing.fact(true)}
	answer({"refs/heads/main": checks}, ["Build", "Test"]) == {
		"subjects": {"refs/heads/main Build", "refs/heads/main Test"},
		"holds": {"refs/heads/main Build": true, "refs/heads/main Test": true},
	}
}

test_denies_when_the_only_named_check_is_not_required if {
	answer({"refs/heads/main": {"Build": testing.fact(false)}}, ["Build"]) == {
		"subjects": {"refs/heads/main Build"},
		"holds": {"refs/heads/main Build": false},
	}
}

test_denies_only_the_missing_check_of_one_branch_among_several if {
	by_branch := {
		"refs/heads/main": {"Build": testing.fact(true), "Test": testing.fact(true)},
		"refs/heads/release/1": {"Build": testing.fact(true), "Test": testing.fact(false)},
	}
	answer(by_branch, ["Build", "Test"]) == {
		"subjects": {
			"refs/heads/main Build",
			"refs/heads/main Test",
			"refs/heads/release/1 Build",
			"refs/heads/release/1 Test",
		},
		"holds": {
			"refs/heads/main Build": true,
			"refs/heads/main Test": true,
			"refs/heads/release/1 Build": true,
			"refs/heads/release/1 Test": false,
		},
	}
}

test_leaves_a_check_undecided_when_it_could_not_be_read if {
	checks := {"Build": testing.unread, "Test": testing.fact(true)}
	answer({"refs/heads/main": checks}, ["Build", "Test"]) == {
		"subjects": {"refs/heads/main Build", "refs/heads/main Test"},
		"holds": {"refs/heads/main Test": true},
	}
}

test_denies_a_check_that_is_not_listed if {
	answer({"refs/heads/main": {"Build": testing.fact(true)}}, ["Build", "Test"]) == {
		"subjects": {"refs/heads/main Build", "refs/heads/main Test"},
		"holds": {"refs/heads/main Build": true, "refs/heads/main Test": false},
	}
}

test_ignores_a_check_the_project_does_not_name if {
	checks := {"Build": testing.fact(true), "Docs": testing.fact(false)}
	answer({"refs/heads/main": checks}, ["Build"]) == {
		"subjects": {"refs/heads/main Build"},
		"holds": {"refs/heads/main Build": true},
	}
}

test_has_no_subjects_when_the_project_names_no_check if {
	answer({"refs/heads/main": {}}, []) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("effective_protection")
		with data.project as {"checks": ["Build"]}
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_check_that_is_not_required if {
	actual := rule.detail with input as testing.branches("named_checks", {"refs/heads/main": named({"Build": testing.fact(false)})})
		with data.project as {"checks": ["Build", "Test"]}
	actual == {
		"refs/heads/main Build": {"evidence": {"check": "Build", "because": ["ruleset 1"]}},
		"refs/heads/main Test": {"evidence": {"check": "Test", "because": []}},
	}
}
