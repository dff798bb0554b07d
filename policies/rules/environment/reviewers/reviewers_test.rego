package rules.environment.reviewers_test

import data.lib.testing
import data.rules.environment.reviewers as rule

answer(environments, declared) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.repository("environments", environments)
		with data.project as {"environments": declared}
		with data.parameters.environment.reviewers as {"minimum": 2}
}

reviewers(count) := {"reviewers": testing.collected({
	"principals": [{"kind": "User", "id": sprintf("%d", [n])} | some n in numbers.range(1, count)],
	"prevent_self_review": true,
})}

none := {"reviewers": testing.collected({"principals": [], "prevent_self_review": false})}

test_passes_when_exactly_the_minimum_is_named if {
	answer([testing.environment("pypi", reviewers(2))], ["pypi"]) == {"subjects": {"pypi"}, "holds": {"pypi": true}}
}

test_passes_when_more_than_the_minimum_is_named if {
	answer([testing.environment("pypi", reviewers(3))], ["pypi"]) == {"subjects": {"pypi"}, "holds": {"pypi": true}}
}

test_denies_when_one_less_than_the_minimum_is_named if {
	answer([testing.environment("pypi", reviewers(1))], ["pypi"]) == {"subjects": {"pypi"}, "holds": {"pypi": false}}
}

test_denies_when_nobody_is_named if {
	answer([testing.environment("pypi", none)], ["pypi"]) == {"subjects": {"pypi"}, "holds": {"pypi": false}}
}

test_denies_when_the_environment_does_not_exist if {
	answer([], ["pypi"]) == {"subjects": {"pypi"}, "holds": {"pypi": false}}
}

test_denies_only_the_weak_environment_among_several if {
	environments := [
		testing.environment("pypi", reviewers(2)),
		testing.environment("npm", none),
		testing.environment("crates", reviewers(2)),
		testing.environment("docs", none),
	]
	answer(environments, ["pypi", "npm", "crates"]) == {
		"subjects": {"pypi", "npm", "crates"},
		"holds": {"pypi": true, "npm": false, "crates": true},
	}
}

test_leaves_undecided_only_the_environment_that_could_not_be_read if {
	environments := [
		testing.environment("pypi", {"reviewers": testing.unread}),
		testing.environment("npm", {"reviewers": testing.incomplete}),
		testing.environment("crates", reviewers(2)),
	]
	answer(environments, ["pypi", "npm", "crates"]) == {
		"subjects": {"pypi", "npm", "crates"},
		"holds": {"crates": true},
	}
}

test_decides_nothing_of_an_existing_environment_without_a_parameter if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.repository(
		"environments",
		[testing.environment("pypi", reviewers(6))],
	)
		with data.project as {"environments": ["pypi"]}
		with data.parameters.environment.reviewers as {}
	actual == {"subjects": {"pypi"}, "holds": {}}
}

test_names_the_minimum_that_was_missed if {
	document := testing.repository("environments", [testing.environment("pypi", reviewers(1)), testing.environment("npm", reviewers(2))])
	actual := rule.detail with input as document
		with data.project as {"environments": ["pypi", "npm"]}
		with data.parameters.environment.reviewers as {"minimum": 2}
	actual == {"pypi": {"evidence": {"environment": "pypi", "minimum": 2}}}
}

test_has_no_subjects_when_the_project_declares_no_environment if {
	answer([testing.environment("pypi", {})], []) == {"subjects": set(), "holds": {}}
}

test_opens_nothing_when_the_environments_are_unreadable if {
	document := testing.unreadable(testing.repository("environments", [testing.environment("pypi", {})]), "/repository/environments")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.project as {"environments": ["pypi"]}
		with data.parameters.environment.reviewers as {"minimum": 2}
	actual == {"subjects": {"pypi"}, "holds": {"pypi": false}}
}
