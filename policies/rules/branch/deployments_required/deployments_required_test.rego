package rules.branch.deployments_required_test

import data.lib.testing
import data.rules.branch.deployments_required as rule

deploying(environment, required) := {"environment": environment, "required": required}

answer(deployments, environments) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.branches("named_deployments", deployments)
		with data.project as {"environments": environments}
}

test_passes_when_the_deployment_is_required if {
	subject := "refs/heads/main pypi"
	answer({"refs/heads/main": [deploying("pypi", testing.fact(true))]}, ["pypi"]) == {"subjects": {subject}, "holds": {subject: true}}
}

test_denies_when_the_deployment_is_not_required if {
	subject := "refs/heads/main pypi"
	answer({"refs/heads/main": [deploying("pypi", testing.fact(false))]}, ["pypi"]) == {"subjects": {subject}, "holds": {subject: false}}
}

test_denies_only_the_environment_that_is_not_required_among_several if {
	deployments := {
		"refs/heads/main": [deploying("pypi", testing.fact(true)), deploying("npm", testing.fact(false))],
		"refs/heads/release/1": [deploying("pypi", testing.fact(true)), deploying("npm", testing.fact(true))],
	}
	answer(deployments, ["pypi", "npm"]).holds == {
		"refs/heads/main pypi": true,
		"refs/heads/main npm": false,
		"refs/heads/release/1 pypi": true,
		"refs/heads/release/1 npm": true,
	}
}

test_leaves_an_environment_undecided_that_could_not_be_read if {
	deployments := {"refs/heads/main": [deploying("pypi", testing.unread), deploying("npm", testing.fact(true))]}
	answer(deployments, ["pypi", "npm"]) == {
		"subjects": {"refs/heads/main pypi", "refs/heads/main npm"},
		"holds": {"refs/heads/main npm": true},
	}
}

test_denies_an_environment_that_is_not_listed if {
	subject := "refs/heads/main pypi"
	answer({"refs/heads/main": []}, ["pypi"]) == {"subjects": {subject}, "holds": {subject: false}}
}

test_judges_no_environment_that_the_project_does_not_name if {
	answer({"refs/heads/main": [deploying("npm", testing.fact(false))]}, ["pypi"]).holds == {"refs/heads/main pypi": false}
}

test_has_no_subjects_without_environments if {
	answer({"refs/heads/main": []}, []) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("effective_protection")
		with data.project as {"environments": ["pypi"]}
	actual == {"subjects": set(), "holds": {}}
}

test_names_environment_and_settings if {
	actual := rule.detail with input as testing.branches("named_deployments", {"refs/heads/main": [deploying("pypi", testing.fact(false))]})
		with data.project as {"environments": ["pypi"]}
	actual == {"refs/heads/main pypi": {"evidence": {"environment": "pypi", "because": ["ruleset 1"]}}}
}
