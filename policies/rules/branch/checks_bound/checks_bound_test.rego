package rules.branch.checks_bound_test

import data.lib.testing
import data.rules.branch.checks_bound as rule

any_app := {"bound": false, "id": 0}

app(id) := {"bound": true, "id": id}

required(checks) := testing.fact([{"name": c[0], "app": c[1]} | some c in checks])

answer(by_branch) := result if {
	document := testing.branches("required_checks", {ref: required(checks) | some ref, checks in by_branch})
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.branch.checks_bound as {"apps": [15368, 29110]}
}

test_passes_when_every_required_check_is_bound_to_an_expected_app if {
	answer({"refs/heads/main": [["Build", app(15368)], ["Test", app(29110)]]}) == {
		"subjects": {"refs/heads/main Build", "refs/heads/main Test"},
		"holds": {"refs/heads/main Build": true, "refs/heads/main Test": true},
	}
}

test_denies_a_check_that_any_app_may_report if {
	answer({"refs/heads/main": [["Build", any_app]]}) == {
		"subjects": {"refs/heads/main Build"},
		"holds": {"refs/heads/main Build": false},
	}
}

test_denies_a_check_bound_to_an_unexpected_app if {
	answer({"refs/heads/main": [["Build", app(7)]]}) == {
		"subjects": {"refs/heads/main Build"},
		"holds": {"refs/heads/main Build": false},
	}
}

test_denies_an_expected_app_id_that_is_not_binding if {
	answer({"refs/heads/main": [["Build", {"bound": false, "id": 15368}]]}) == {
		"subjects": {"refs/heads/main Build"},
		"holds": {"refs/heads/main Build": false},
	}
}

test_denies_only_the_unbound_check_among_several if {
	by_branch := {
		"refs/heads/main": [["Build", app(15368)], ["Test", any_app]],
		"refs/heads/release/1": [["Test", app(15368)]],
	}
	answer(by_branch) == {
		"subjects": {"refs/heads/main Build", "refs/heads/main Test", "refs/heads/release/1 Test"},
		"holds": {
			"refs/heads/main Build": true,
			"refs/heads/main Test": false,
			"refs/heads/release/1 Test": true,
		},
	}
}

test_passes_when_one_of_two_settings_binds_the_same_check if {
	answer({"refs/heads/main": [["Build", any_app], ["Build", app(15368)]]}) == {
		"subjects": {"refs/heads/main Build"},
		"holds": {"refs/heads/main Build": true},
	}
}

test_denies_when_neither_of_two_settings_binds_the_check_to_an_expected_app if {
	answer({"refs/heads/main": [["Build", {"bound": false, "id": 15368}], ["Build", app(7)]]}) == {
		"subjects": {"refs/heads/main Build"},
		"holds": {"refs/heads/main Build": false},
	}
}

test_has_no_subjects_when_no_check_is_required if {
	answer({"refs/heads/main": []}) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_of_a_branch_whose_checks_could_not_be_read if {
	document := testing.branches("required_checks", {
		"refs/heads/main": testing.unread,
		"refs/heads/release/1": required([["Build", app(15368)]]),
	})
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.branch.checks_bound as {"apps": [15368]}
	actual == {"subjects": {"refs/heads/release/1 Build"}, "holds": {"refs/heads/release/1 Build": true}}
}

test_decides_nothing_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("effective_protection")
		with data.parameters.branch.checks_bound as {"apps": [15368]}
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_apps_that_may_report_the_check if {
	document := testing.branches("required_checks", {"refs/heads/main": required([["Build", any_app]])})
	actual := rule.detail with input as document with data.parameters.branch.checks_bound as {"apps": [15368]}
	actual == {"refs/heads/main Build": {"evidence": {
		"check": "Build",
		"apps": [{"bound": false, "id": 0}],
		"expected": [15368],
	}}}
}
