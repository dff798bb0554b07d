package rules.environment.exists_test

import data.lib.testing
import data.rules.environment.exists as rule

answer(environments, declared) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.repository("environments", environments)
		with data.project as {"environments": declared}
}

test_passes_when_the_environment_exists if {
	answer([testing.environment("pypi", {})], ["pypi"]) == {"subjects": {"pypi"}, "holds": {"pypi": true}}
}

test_denies_when_there_is_no_environment_at_all if {
	answer([], ["pypi"]) == {"subjects": {"pypi"}, "holds": {"pypi": false}}
}

test_denies_when_only_a_longer_name_exists if {
	answer([testing.environment("pypi-test", {})], ["pypi"]) == {"subjects": {"pypi"}, "holds": {"pypi": false}}
}

test_denies_only_the_missing_environment_among_several if {
	environments := [testing.environment("pypi", {}), testing.environment("other", {})]
	answer(environments, ["pypi", "npm"]) == {"subjects": {"pypi", "npm"}, "holds": {"pypi": true, "npm": false}}
}

test_denies_while_the_host_would_refuse_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("environments")
		with data.project as {"environments": ["pypi"]}
	actual == {"subjects": {"pypi"}, "holds": {"pypi": false}}
}

test_names_the_environments_that_do_exist if {
	document := testing.repository("environments", [testing.environment("b", {}), testing.environment("a", {})])
	actual := rule.detail with input as document with data.project as {"environments": ["pypi", "a"]}
	actual == {"pypi": {"evidence": {"environment": "pypi", "existing": ["a", "b"]}}}
}

test_has_no_subjects_when_the_project_declares_no_environment if {
	answer([testing.environment("pypi", {})], []) == {"subjects": set(), "holds": {}}
}
