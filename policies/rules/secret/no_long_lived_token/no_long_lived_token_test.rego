package rules.secret.no_long_lived_token_test

import data.lib.testing
import data.rules.secret.no_long_lived_token as rule

names(secrets) := testing.collected([{"name": name, "updated_at": ""} | some name in secrets])

given(scopes, environments) := given_at(["pypi"], scopes, environments)

given_at(registries, scopes, environments) := {
	"registry": {"publishers": testing.collected([testing.publisher(registry, {"registry": registry}) | some registry in registries])},
	"repository": {
		"secret_names": testing.collected([{"scope": scope, "names": n} | some scope, n in scopes]),
		"environments": testing.collected([testing.environment(name, {"secret_names": n}) | some name, n in environments]),
	},
}

usual := {"prefixes": ["PYPI_", "twine_"], "npm_prefixes": ["npm_"]}

answer(scopes, environments) := answer_by(given(scopes, environments), usual)

answer_by(document, parameters) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.project as {"environments": ["pypi"]}
		with data.parameters.secret.no_long_lived_token as parameters
}

test_passes_without_a_token_of_the_registry if {
	answer({"repository": names(["CODECOV", "MY_PYPI_NOTES"]), "organization": names([])}, {"pypi": names(["DEPLOY_KEY"])}) == {
		"subjects": {"repository secrets", "organization secrets", "secrets of environment pypi"},
		"holds": {"repository secrets": true, "organization secrets": true, "secrets of environment pypi": true},
	}
}

test_denies_a_token_wherever_it_is if {
	answer({"repository": names(["A", "pypi_token"])}, {}).holds == {"repository secrets": false}
	answer({"organization": names(["TWINE_PASSWORD"])}, {}).holds == {"organization secrets": false}
	answer({}, {"pypi": names(["PYPI_API_TOKEN"])}).holds == {"secrets of environment pypi": false}
}

test_denies_only_the_bad_place_among_several if {
	answer({"repository": names(["PYPI_X"]), "organization": names([])}, {"pypi": names([])}).holds == {
		"repository secrets": false,
		"organization secrets": true,
		"secrets of environment pypi": true,
	}
}

test_leaves_other_places_alone if {
	answer({"dependabot": names(["PYPI_X"])}, {"docs": names(["PYPI_X"])}) == {"subjects": set(), "holds": {}}
}

test_leaves_undecided_only_what_could_not_be_read if {
	answer({"repository": testing.unread, "organization": names([])}, {"pypi": testing.incomplete}) == {
		"subjects": {"repository secrets", "organization secrets", "secrets of environment pypi"},
		"holds": {"organization secrets": true},
	}
}

test_denies_a_token_of_npm_where_npm_has_a_publisher if {
	kept := {"repository": names(["NPM_TOKEN"]), "organization": names(["X"])}
	answer_by(given_at(["pypi", "npm"], kept, {}), usual).holds == {"repository secrets": false, "organization secrets": true}
	answer_by(given_at(["npm"], {}, {"pypi": names(["npm_token"])}), usual).holds == {"secrets of environment pypi": false}
}

test_passes_a_token_of_npm_where_npm_has_none if {
	answer({"repository": names(["NPM_TOKEN"])}, {}).holds == {"repository secrets": true}
}

test_decides_nothing_without_a_parameter if {
	document := given({"repository": names([])}, {"pypi": names([])})
	every parameters in [{}, {"prefixes": ["A_"]}, {"npm_prefixes": ["A_"]}] {
		answer_by(document, parameters).holds == {}
	}
}

test_decides_nothing_when_the_sections_are_unreadable if {
	answer_by(testing.unread_section("secret_names"), {"prefixes": ["PYPI_"]}) == {"subjects": set(), "holds": {}}
	answer_by(testing.unread_section("environments"), {"prefixes": ["PYPI_"]}) == {"subjects": set(), "holds": {}}
}

test_applies_where_there_is_a_trusted_publisher if {
	rule.applies == true with input as given({}, {})
	rule.applies == false with input as {"registry": {"publishers": testing.collected([])}}
	not rule.applies with input as {"registry": {"publishers": testing.unread}}
	not rule.applies == false with input as {"registry": {"publishers": testing.unread}}
}

test_names_the_place if {
	actual := rule.detail with input as given({"repository": names(["PYPI_X"])}, {})
		with data.project as {"environments": ["pypi"]}
		with data.parameters.secret.no_long_lived_token as usual
	actual == {"repository secrets": {"evidence": {"place": "repository secrets"}}}
}
