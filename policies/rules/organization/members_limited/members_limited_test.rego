package rules.organization.members_limited_test

import data.lib.testing
import data.rules.organization.members_limited as rule

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

powers := {"create public repositories", "change the visibility of repositories", "delete repositories"}

given(changes) := testing.repository("organization", testing.changed(
	{
		"members_create_public": testing.collected(false),
		"members_change_visibility": testing.collected(false),
		"members_delete_repositories": testing.collected(false),
	},
	changes,
))

test_passes_when_members_may_do_none_of_it if {
	answer(given({})) == {"subjects": powers, "holds": {power: true | some power in powers}}
}

test_denies_each_way if {
	every fact, power in {
		"members_create_public": "create public repositories",
		"members_change_visibility": "change the visibility of repositories",
		"members_delete_repositories": "delete repositories",
	} {
		allowed := answer(given({fact: testing.collected(true)})).holds
		{p | some p, ok in allowed; ok == false} == {power}
	}
}

test_leaves_undecided_only_what_could_not_be_read if {
	answer(given({"members_delete_repositories": testing.unread})).holds == {
		"create public repositories": true,
		"change the visibility of repositories": true,
	}
}

test_is_undecided_when_the_section_is_unreadable if {
	answer(testing.unread_section("organization")) == {"subjects": powers, "holds": {}}
}

test_applies_to_organizations_alone if {
	rule.applies == true with input as testing.owned_by("organization")
	rule.applies == false with input as testing.owned_by("user")
	not rule.applies with input as testing.unread_section("owner")
}

test_names_the_setting if {
	actual := rule.detail with input as given({"members_delete_repositories": testing.collected(true)})
	actual == {"delete repositories": {"evidence": {"setting": "delete repositories"}}}
}

test_opens_nothing_when_whether_members_create_public_repositories_is_unreadable if {
	document := testing.unreadable(given({}), "/repository/organization/value/members_create_public")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": {"change the visibility of repositories", "create public repositories", "delete repositories"}, "holds": {"change the visibility of repositories": true, "delete repositories": true}}
}

test_opens_nothing_when_whether_members_change_visibility_is_unreadable if {
	document := testing.unreadable(given({}), "/repository/organization/value/members_change_visibility")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": {"change the visibility of repositories", "create public repositories", "delete repositories"}, "holds": {"create public repositories": true, "delete repositories": true}}
}
