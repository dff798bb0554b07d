package rules.manifest.release_notes_test

import data.lib.testing
import data.rules.manifest.release_notes as rule

release(id, changes) := testing.changed(
	{"id": id, "tag": "v1.0", "of_manifest": testing.collected(true), "has_notes": testing.collected(true)},
	changes,
)

answer(releases) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.repository("releases", releases)
}

test_passes_when_the_release_has_notes if {
	answer([release(1, {})]) == {"subjects": {"release 1"}, "holds": {"release 1": true}}
}

test_denies_when_it_has_none if {
	answer([release(1, {"has_notes": testing.collected(false)})]).holds == {"release 1": false}
}

test_denies_only_the_one_without_among_several_of_one_tag if {
	found := answer([release(1, {}), release(2, {"has_notes": testing.collected(false)})])
	found.holds == {"release 1": true, "release 2": false}
}

test_judges_no_release_of_another_version if {
	other := release(2, {"of_manifest": testing.collected(false), "has_notes": testing.collected(false)})
	answer([release(1, {}), other]).holds == {"release 1": true}
	answer([other]) == {"subjects": set(), "holds": {}}
}

test_leaves_undecided_only_the_release_of_which_it_is_not_known if {
	answer([release(1, {"has_notes": testing.unread}), release(2, {})]) == {
		"subjects": {"release 1", "release 2"},
		"holds": {"release 2": true},
	}
}

test_decides_nothing_when_releases_are_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("releases")
	actual == {"subjects": set(), "holds": {}}
	answer([release(1, {"of_manifest": testing.unread})]) == {"subjects": set(), "holds": {}}
}

test_names_the_tag if {
	actual := rule.detail with input as testing.repository("releases", [release(1, {"has_notes": testing.collected(false)})])
	actual == {"release 1": {"evidence": {"release": "v1.0"}}}
}
