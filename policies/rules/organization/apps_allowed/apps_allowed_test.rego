package rules.organization.apps_allowed_test

import data.lib.testing
import data.rules.organization.apps_allowed as rule

answer(document) := answer_by(document, {"allowed": ["release-bot"]})

answer_by(document, parameters) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.organization.apps_allowed as parameters
}

app(name, suspended, permissions) := {
	"id": 1,
	"app_id": 2,
	"app": name,
	"all_repositories": false,
	"suspended": suspended,
	"permissions": permissions,
}

given(apps) := testing.repository("installations", apps)

test_passes_when_an_app_cannot_write_is_suspended_or_is_on_the_list if {
	apps := [
		app("reader", false, ["contents: read", "metadata: read"]),
		app("asleep", true, ["administration: write"]),
		app("release-bot", false, ["contents: write"]),
	]
	answer(given(apps)) == {
		"subjects": {"reader", "asleep", "release-bot"},
		"holds": {"reader": true, "asleep": true, "release-bot": true},
	}
}

test_denies_each_power if {
	every power in ["administration: write", "contents: write", "workflows: write"] {
		answer(given([app("robot", false, ["metadata: read", power])])) == {"subjects": {"robot"}, "holds": {"robot": false}}
	}
}

test_denies_an_app_that_is_strong_in_one_of_its_installations if {
	apps := [app("robot", false, ["metadata: read"]), app("robot", false, ["contents: write"])]
	answer(given(apps)) == {"subjects": {"robot"}, "holds": {"robot": false}}
}

test_denies_only_the_bad_one_among_several if {
	apps := [app("release-bot", false, ["contents: write"]), app("robot", false, ["contents: write"]), app("reader", false, [])]
	answer(given(apps)).holds == {"release-bot": true, "robot": false, "reader": true}
}

test_has_no_subjects_without_apps_and_when_they_are_unreadable if {
	answer(given([])) == {"subjects": set(), "holds": {}}
	answer(testing.unread_section("installations")) == {"subjects": set(), "holds": {}}
}

test_applies_to_organizations_alone if {
	rule.applies == true with input as testing.owned_by("organization")
	rule.applies == false with input as testing.owned_by("user")
	not rule.applies with input as testing.unread_section("owner")
}

test_names_the_app_and_its_power if {
	actual := rule.detail with input as given([app("robot", false, ["contents: write", "administration: write", "metadata: read"])])
		with data.parameters.organization.apps_allowed as {"allowed": []}
	actual == {"robot": {"evidence": {"app": "robot", "permissions": ["administration: write", "contents: write"]}}}
}
