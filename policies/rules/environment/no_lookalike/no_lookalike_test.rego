package rules.environment.no_lookalike_test

import data.lib.testing
import data.rules.environment.no_lookalike as rule

secrets(names) := {"secret_names": testing.collected([{"name": name, "updated_at": ""} | some name in names])}

answer(environments) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.repository("environments", environments)
		with data.project as {"environments": ["pypi"], "publish_tokens": ["npm_token"]}
}

release := testing.environment("pypi", secrets(["PYPI_API_TOKEN", "SIGNING_KEY"]))

test_passes_when_no_other_environment_holds_the_same_secret if {
	answer([release, testing.environment("docs", secrets(["DOCS_TOKEN"])), testing.environment("empty", {})]) == {
		"subjects": {"docs", "empty"},
		"holds": {"docs": true, "empty": true},
	}
}

test_denies_an_environment_with_a_secret_of_the_release_environment if {
	answer([release, testing.environment("staging", secrets(["DOCS_TOKEN", "signing_key"]))]) == {
		"subjects": {"staging"},
		"holds": {"staging": false},
	}
}

test_denies_an_environment_with_a_publish_token_that_no_release_environment_holds if {
	answer([release, testing.environment("staging", secrets(["NPM_TOKEN"]))]).holds == {"staging": false}
}

test_denies_only_the_bad_one_among_several if {
	environments := [release, testing.environment("a", secrets([])), testing.environment("b", secrets(["PYPI_API_TOKEN"]))]
	answer(environments).holds == {"a": true, "b": false}
}

test_has_no_subjects_when_every_environment_is_declared if {
	answer([release]) == {"subjects": set(), "holds": {}}
	answer([]) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("environments")
		with data.project as {"environments": ["pypi"], "publish_tokens": []}
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_secrets_that_are_shared if {
	environments := [release, testing.environment("staging", secrets(["SIGNING_KEY", "OTHER", "PYPI_API_TOKEN"]))]
	actual := rule.detail with input as testing.repository("environments", environments)
		with data.project as {"environments": ["pypi"], "publish_tokens": []}
	actual == {"staging": {"evidence": {"environment": "staging", "secrets": ["PYPI_API_TOKEN", "SIGNING_KEY"]}}}
}

test_leaves_it_to_the_host_when_the_names_of_secrets_are_unreadable if {
	document := testing.repository("environments", [release, testing.environment("docs", {"secret_names": testing.unread})])
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.project as {"environments": ["pypi"], "publish_tokens": []}
	actual == {"subjects": {"docs"}, "holds": {"docs": true}}
}
