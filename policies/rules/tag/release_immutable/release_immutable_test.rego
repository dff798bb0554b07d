package rules.tag.release_immutable_test

import data.lib.testing
import data.lib.testing_releases as releases
import data.rules.tag.release_immutable as rule

answer(list) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.repository("releases", list)
}

changeable := {"immutable": testing.collected(false)}

test_passes_when_the_release_is_immutable if {
	answer([releases.release(1, [], {})]) == {"subjects": {"release 1 of v1"}, "holds": {"release 1 of v1": true}}
}

test_denies_when_the_release_can_be_changed if {
	answer([releases.release(1, [], changeable)]) == {"subjects": {"release 1 of v1"}, "holds": {"release 1 of v1": false}}
}

test_denies_only_the_release_that_can_be_changed_among_several if {
	list := [releases.release(1, [], {}), releases.release(2, [], changeable)]
	answer(list).holds == {"release 1 of v1": true, "release 2 of v1": false}
}

test_leaves_a_release_undecided_of_which_it_is_not_known if {
	list := [releases.release(1, [], {}), releases.release(2, [], {"immutable": testing.unread})]
	answer(list) == {"subjects": {"release 1 of v1", "release 2 of v1"}, "holds": {"release 1 of v1": true}}
}

test_judges_neither_drafts_nor_other_versions if {
	draft := releases.release(1, [], object.union(changeable, {"draft": true}))
	older := releases.release(2, [], object.union(changeable, {"of_manifest": testing.collected(false)}))
	answer([draft, older]) == {"subjects": set(), "holds": {}}
}

test_has_no_subjects_before_there_is_a_release if {
	answer([]) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_without_a_manifest if {
	answer([releases.release(1, [], {"of_manifest": testing.unread})]) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("releases")
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_tag if {
	actual := rule.detail with input as testing.repository("releases", [releases.release(1, [], changeable)])
	actual == {"release 1 of v1": {"evidence": {"tag": "v1"}}}
}
