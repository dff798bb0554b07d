package rules.environment.deployment_waits_test

import data.lib.testing
import data.rules.environment.deployment_waits as rule

answer(environments, declared) := answer_by(environments, declared, {"minimum_minutes": 5, "apps": []})

answer_by(environments, declared, parameters) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.repository("environments", environments)
		with data.project as {"environments": declared}
		with data.parameters.environment.deployment_waits as parameters
}

waits(minutes, apps) := testing.environment("pypi", {
	"wait_minutes": testing.collected(minutes),
	"custom_rules": testing.collected(apps),
})

test_passes_when_it_waits_long_enough if {
	every minutes in [5, 6, 43200] {
		answer([waits(minutes, [])], ["pypi"]) == {"subjects": {"pypi"}, "holds": {"pypi": true}}
	}
}

test_passes_when_an_app_has_to_agree if {
	answer([waits(0, ["scan-gate"])], ["pypi"]) == {"subjects": {"pypi"}, "holds": {"pypi": true}}
}

test_passes_when_the_expected_app_has_to_agree if {
	answer_by([waits(0, ["other", "scan-gate"])], ["pypi"], {"minimum_minutes": 5, "apps": ["scan-gate"]}).holds == {"pypi": true}
}

test_denies_when_only_another_app_has_to_agree if {
	answer_by([waits(0, ["other"])], ["pypi"], {"minimum_minutes": 5, "apps": ["scan-gate"]}).holds == {"pypi": false}
	answer_by([waits(0, [])], ["pypi"], {"minimum_minutes": 5, "apps": ["scan-gate"]}).holds == {"pypi": false}
}

test_decides_nothing_of_an_environment_without_a_parameter if {
	answer_by([waits(9, ["scan-gate"])], ["pypi"], {}).holds == {}
}

test_denies_just_below_the_minimum_and_without_any if {
	every minutes in [4, 0] {
		answer([waits(minutes, [])], ["pypi"]) == {"subjects": {"pypi"}, "holds": {"pypi": false}}
	}
}

test_denies_an_environment_that_does_not_exist if {
	answer([], ["pypi"]) == {"subjects": {"pypi"}, "holds": {"pypi": false}}
}

test_denies_only_the_bad_one_among_several if {
	answer([waits(5, []), testing.environment("npm", {})], ["pypi", "npm"]).holds == {"pypi": true, "npm": false}
}

test_leaves_undecided_what_could_not_be_read if {
	every part in ["wait_minutes", "custom_rules"] {
		environments := [testing.environment("pypi", {part: testing.unread}), testing.environment("npm", {})]
		answer(environments, ["pypi", "npm"]) == {"subjects": {"pypi", "npm"}, "holds": {"npm": false}}
	}
}

test_names_the_minimum if {
	actual := rule.detail with input as testing.repository("environments", [waits(0, [])])
		with data.project as {"environments": ["pypi"]}
		with data.parameters.environment.deployment_waits as {"minimum_minutes": 5, "apps": []}
	actual == {"pypi": {"evidence": {"environment": "pypi", "minimum_minutes": 5}}}
}

test_has_no_subjects_when_the_project_declares_no_environment if {
	answer([waits(5, [])], []) == {"subjects": set(), "holds": {}}
}

test_opens_nothing_when_the_environments_are_unreadable if {
	document := testing.unreadable(testing.repository("environments", [testing.environment("pypi", {})]), "/repository/environments")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.project as {"environments": ["pypi"]}
		with data.parameters.environment.deployment_waits as {"minimum_minutes": 5, "apps": []}
	actual == {"subjects": {"pypi"}, "holds": {"pypi": false}}
}
