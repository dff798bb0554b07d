package rules.branch.checks_alive_test

import data.lib.testing
import data.rules.branch.checks_alive as rule

bound(name) := {"name": name, "app": {"bound": true, "id": 15368}}

unbound(name) := {"name": name, "app": {"bound": false, "id": 0}}

run(name, app) := {"name": name, "app_id": app}

answer(checks, runs) := result if {
	refs := [testing.branch(ref, {"required_checks": testing.fact(list)}) | some ref, list in checks]
	document := {"repository": {"effective_protection": testing.collected(refs), "check_runs": testing.collected(runs)}}
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

test_passes_when_its_app_reported_the_check if {
	subject := "refs/heads/main Build by app 15368"
	answer({"refs/heads/main": [bound("Build")]}, [run("Build", 15368)]) == {"subjects": {subject}, "holds": {subject: true}}
}

test_passes_when_any_app_reported_an_unbound_check if {
	subject := "refs/heads/main Build by any app"
	answer({"refs/heads/main": [unbound("Build")]}, [run("Build", 7)]) == {"subjects": {subject}, "holds": {subject: true}}
}

test_denies_when_nobody_reported_the_check if {
	subject := "refs/heads/main Build by app 15368"
	answer({"refs/heads/main": [bound("Build")]}, []) == {"subjects": {subject}, "holds": {subject: false}}
}

test_denies_when_nobody_reported_an_unbound_check if {
	answer({"refs/heads/main": [unbound("Build")]}, [run("Test", 7)]).holds == {"refs/heads/main Build by any app": false}
}

test_denies_when_another_app_reported_the_check if {
	answer({"refs/heads/main": [bound("Build")]}, [run("Build", 7)]).holds == {"refs/heads/main Build by app 15368": false}
}

test_denies_when_the_name_differs_in_case if {
	answer({"refs/heads/main": [bound("Build")]}, [run("build", 15368)]).holds == {"refs/heads/main Build by app 15368": false}
}

test_denies_only_the_dead_check_among_several if {
	checks := {"refs/heads/main": [bound("Build"), bound("Test")], "refs/heads/release/1": [bound("Build")]}
	answer(checks, [run("Build", 15368), run("Lint", 15368)]).holds == {
		"refs/heads/main Build by app 15368": true,
		"refs/heads/main Test by app 15368": false,
		"refs/heads/release/1 Build by app 15368": true,
	}
}

test_has_no_subjects_when_no_check_is_required if {
	answer({"refs/heads/main": []}, [run("Build", 15368)]) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_of_a_branch_whose_checks_could_not_be_read if {
	document := {"repository": {
		"effective_protection": testing.collected([testing.branch("refs/heads/main", {"required_checks": testing.unread})]),
		"check_runs": testing.collected([]),
	}}
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": set(), "holds": {}}
}

test_decides_nothing_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("effective_protection")
	actual == {"subjects": set(), "holds": {}}
}

test_judges_no_tag if {
	document := testing.protection([testing.tag("refs/tags/v*", {"required_checks": testing.fact([bound("Build")])})])
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_check_and_its_app if {
	document := {"repository": {
		"effective_protection": testing.collected([testing.branch("refs/heads/main", {"required_checks": testing.fact([bound("Build")])})]),
		"check_runs": testing.collected([]),
	}}
	actual := rule.detail with input as document
	actual == {"refs/heads/main Build by app 15368": {"evidence": {"check": "Build", "app": {"bound": true, "id": 15368}}}}
}

test_opens_nothing_when_the_check_runs_are_unreadable if {
	document := {"repository": {"effective_protection": testing.collected([testing.branch("refs/heads/main", {"required_checks": testing.fact([bound("Build")])})]), "check_runs": testing.unread}}
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": {"refs/heads/main Build by app 15368"}, "holds": {"refs/heads/main Build by app 15368": false}}
}
