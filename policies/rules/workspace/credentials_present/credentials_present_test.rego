package rules.workspace.credentials_present_test

import data.lib.testing
import data.rules.workspace.credentials_present as rule

names(secrets) := testing.collected([{"name": name, "updated_at": "2026-01-01T00:00:00Z"} | some name in secrets])

given(scopes, environments) := {"repository": {
	"secret_names": testing.collected([{"scope": scope, "names": names(n)} | some scope, n in scopes]),
	"environments": testing.collected([{"name": name, "secret_names": names(n)} | some name, n in environments]),
}}

answer(scopes, environments, required) := result if {
	result := {
		"applies": rule.applies,
		"subjects": rule.subjects,
		"holds": rule.holds,
	} with input as given(scopes, environments)
		with data.project as {"required_credentials": required, "environments": ["pypi"]}
}

test_passes_when_the_release_environment_stores_it if {
	answer({"repository": []}, {"pypi": ["NPM_TOKEN"]}, ["NPM_TOKEN"]) == {
		"applies": true,
		"subjects": {"NPM_TOKEN"},
		"holds": {"NPM_TOKEN": true},
	}
}

test_passes_when_the_repository_or_the_organization_stores_it if {
	answer({"repository": ["A"], "organization": ["B"]}, {}, ["A", "B"]).holds == {"A": true, "B": true}
}

test_passes_whatever_case_the_name_is_declared_in if {
	answer({"repository": ["NPM_TOKEN"]}, {}, ["npm_token"]).holds == {"npm_token": true}
}

test_denies_only_the_missing_credential_among_several if {
	answer({"repository": ["A"]}, {"pypi": ["C"]}, ["A", "B", "C"]).holds == {"A": true, "B": false, "C": true}
}

test_denies_a_credential_that_only_another_environment_stores if {
	answer({"repository": []}, {"docs": ["NPM_TOKEN"]}, ["NPM_TOKEN"]).holds == {"NPM_TOKEN": false}
}

test_denies_a_credential_that_only_another_scope_stores if {
	answer({"dependabot": ["NPM_TOKEN"]}, {}, ["NPM_TOKEN"]).holds == {"NPM_TOKEN": false}
}

test_denies_a_name_that_only_begins_like_it if {
	answer({"repository": ["NPM_TOKEN_TEST"]}, {}, ["NPM_TOKEN"]).holds == {"NPM_TOKEN": false}
}

test_passes_nothing_when_the_sections_are_unreadable if {
	unreadable := {"repository": {"secret_names": testing.unread, "environments": testing.unread}}
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as unreadable
		with data.project as {"required_credentials": ["NPM_TOKEN"], "environments": ["pypi"]}
	actual == {"subjects": {"NPM_TOKEN"}, "holds": {"NPM_TOKEN": false}}
}

test_does_not_apply_when_no_credential_is_declared if {
	answer({"repository": []}, {}, []) == {"applies": false, "subjects": set(), "holds": {}}
}

test_names_the_credential if {
	actual := rule.detail with input as given({"repository": []}, {})
		with data.project as {"required_credentials": ["NPM_TOKEN"], "environments": ["pypi"]}
	actual == {"NPM_TOKEN": {"evidence": {"credential": "NPM_TOKEN"}}}
}

test_opens_nothing_when_the_names_of_a_scope_are_unreadable if {
	document := testing.unreadable(given({"repository": ["NPM_TOKEN"]}, {"pypi": []}), "/repository/secret_names/value/0/names")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.project as {"required_credentials": ["NPM_TOKEN"], "environments": ["pypi"]}
	actual == {"subjects": {"NPM_TOKEN"}, "holds": {"NPM_TOKEN": false}}
}

test_opens_nothing_when_the_names_of_an_environment_are_unreadable if {
	document := testing.unreadable(given({"repository": []}, {"pypi": ["NPM_TOKEN"]}), "/repository/environments/value/0/secret_names")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.project as {"required_credentials": ["NPM_TOKEN"], "environments": ["pypi"]}
	actual == {"subjects": {"NPM_TOKEN"}, "holds": {"NPM_TOKEN": false}}
}
