package rules.actions.runner_groups_limited_test

import data.lib.testing
import data.rules.actions.runner_groups_limited as rule

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

group(name, visibility, public) := {
	"id": 1,
	"name": name,
	"visibility": visibility,
	"public_repositories": public,
	"only_chosen_workflows": false,
}

given(groups) := testing.sections({"organization_settings": {"runner_groups": testing.collected(groups)}})

test_passes_when_a_group_serves_chosen_private_repositories if {
	answer(given([group("release", "selected", false)])) == {
		"subjects": {"release: repositories", "release: public repositories"},
		"holds": {"release: repositories": true, "release: public repositories": true},
	}
}

test_denies_each_way if {
	answer(given([group("release", "selected", true)])).holds == {
		"release: repositories": true,
		"release: public repositories": false,
	}
	every visibility in ["all", "private"] {
		answer(given([group("release", visibility, false)])).holds == {
			"release: repositories": false,
			"release: public repositories": true,
		}
	}
}

test_denies_only_the_bad_group_among_several if {
	answer(given([group("a", "selected", false), group("b", "all", true)])).holds == {
		"a: repositories": true,
		"a: public repositories": true,
		"b: repositories": false,
		"b: public repositories": false,
	}
}

test_decides_nothing_when_the_groups_could_not_be_read if {
	answer(testing.sections({"organization_settings": {"runner_groups": testing.unread}})) == {"subjects": set(), "holds": {}}
	answer(testing.unread_section("organization_settings")) == {"subjects": set(), "holds": {}}
}

test_has_no_subjects_without_groups if {
	answer(given([])) == {"subjects": set(), "holds": {}}
}

test_applies_to_organizations_alone if {
	rule.applies == true with input as testing.owned_by("organization")
	rule.applies == false with input as testing.owned_by("user")
	not rule.applies with input as testing.unread_section("owner")
}

test_names_the_group_and_the_setting if {
	actual := rule.detail with input as given([group("release", "all", false)])
	actual == {"release: repositories": {"evidence": {"group": "release", "setting": "repositories"}}}
}
