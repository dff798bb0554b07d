package rules.environment.admins_cannot_bypass_test

import data.lib.testing
import data.rules.environment.admins_cannot_bypass as rule

answer(environments, declared) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.repository("environments", environments)
		with data.project as {"environments": declared}
}

bypass := {"admins_bypass": testing.collected(true)}

test_passes_when_administrators_are_bound if {
	answer([testing.environment("pypi", {})], ["pypi"]) == {"subjects": {"pypi"}, "holds": {"pypi": true}}
}

test_denies_when_administrators_may_bypass if {
	answer([testing.environment("pypi", bypass)], ["pypi"]) == {"subjects": {"pypi"}, "holds": {"pypi": false}}
}

test_denies_when_the_environment_does_not_exist if {
	answer([], ["pypi"]) == {"subjects": {"pypi"}, "holds": {"pypi": false}}
}

test_denies_only_the_weak_environment_among_several if {
	environments := [
		testing.environment("pypi", {}),
		testing.environment("npm", bypass),
		testing.environment("crates", {}),
		testing.environment("docs", bypass),
	]
	answer(environments, ["pypi", "npm", "crates"]) == {
		"subjects": {"pypi", "npm", "crates"},
		"holds": {"pypi": true, "npm": false, "crates": true},
	}
}

test_leaves_undecided_only_the_environment_that_could_not_be_read if {
	environments := [
		testing.environment("pypi", {"admins_bypass": testing.unread}),
		testing.environment("npm", {"admins_bypass": testing.incomplete}),
		testing.environment("crates", {}),
	]
	answer(environments, ["pypi", "npm", "crates"]) == {
		"subjects": {"pypi", "npm", "crates"},
		"holds": {"crates": true},
	}
}

test_names_the_environment_that_can_be_bypassed if {
	document := testing.repository("environments", [testing.environment("pypi", bypass), testing.environment("npm", {})])
	actual := rule.detail with input as document with data.project as {"environments": ["pypi", "npm"]}
	actual == {"pypi": {"evidence": {"environment": "pypi"}}}
}

test_has_no_subjects_when_the_project_declares_no_environment if {
	answer([testing.environment("pypi", {})], []) == {"subjects": set(), "holds": {}}
}

test_opens_nothing_when_the_environments_are_unreadable if {
	document := testing.unreadable(testing.repository("environments", [testing.environment("pypi", {})]), "/repository/environments")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.project as {"environments": ["pypi"]}
	actual == {"subjects": {"pypi"}, "holds": {"pypi": false}}
}
