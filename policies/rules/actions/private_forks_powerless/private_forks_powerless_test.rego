package rules.actions.private_forks_powerless_test

import data.lib.testing
import data.rules.actions.private_forks_powerless as rule

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

token := "a token that writes"

secrets := "secrets"

given(run, write_token, with_secrets) := {"repository": {
	"repository": testing.collected({"visibility": "private"}),
	"ci_access": testing.collected({"fork_workflows": testing.collected({
		"run": run,
		"write_token": write_token,
		"secrets": with_secrets,
		"approval": false,
	})}),
}}

test_passes_when_forks_are_given_nothing if {
	answer(given(true, false, false)) == {"subjects": {token, secrets}, "holds": {token: true, secrets: true}}
}

test_passes_when_workflows_of_forks_do_not_run if {
	answer(given(false, true, true)).holds == {token: true, secrets: true}
}

test_denies_each_way if {
	answer(given(true, true, false)).holds == {token: false, secrets: true}
	answer(given(true, false, true)).holds == {token: true, secrets: false}
	answer(given(true, true, true)).holds == {token: false, secrets: false}
}

test_is_undecided_when_the_settings_could_not_be_read if {
	answer(testing.repository("ci_access", {"fork_workflows": testing.unread})) == {"subjects": {token, secrets}, "holds": {}}
	answer(testing.unread_section("ci_access")) == {"subjects": {token, secrets}, "holds": {}}
}

test_applies_unless_the_repository_is_known_to_be_public if {
	every visibility, expected in {"public": false, "unknown": true, "private": true, "internal": true} {
		rule.applies == expected with input as testing.repository("repository", {"visibility": visibility})
	}
	not rule.applies with input as testing.unread_section("repository")
}

test_names_the_setting if {
	actual := rule.detail with input as given(true, false, true)
	actual == {secrets: {"evidence": {"setting": secrets}}}
}
