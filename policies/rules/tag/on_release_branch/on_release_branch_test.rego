package rules.tag.on_release_branch_test

import data.lib.testing
import data.rules.tag.on_release_branch as rule

good(ref) := {"ref": ref, "commit": "c", "on_release_branch": testing.collected(true)}

bad(ref) := {"ref": ref, "commit": "c", "on_release_branch": testing.collected(false)}

hidden(ref) := {"ref": ref, "commit": "c", "on_release_branch": testing.unread}

answer(tags) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.repository("release_tags", tags)
}

test_denies_only_the_bad_tag_among_several if {
	tags := [good("refs/tags/v1"), bad("refs/tags/v2"), good("refs/tags/v3")]
	answer(tags) == {
		"subjects": {"refs/tags/v1", "refs/tags/v2", "refs/tags/v3"},
		"holds": {"refs/tags/v1": true, "refs/tags/v2": false, "refs/tags/v3": true},
	}
}

test_leaves_undecided_only_the_tag_that_could_not_be_read if {
	tags := [hidden("refs/tags/v1"), good("refs/tags/v2")]
	answer(tags) == {"subjects": {"refs/tags/v1", "refs/tags/v2"}, "holds": {"refs/tags/v2": true}}
}

test_passes_when_a_release_branch_contains_the_commit if {
	answer([good("refs/tags/v1")]) == {"subjects": {"refs/tags/v1"}, "holds": {"refs/tags/v1": true}}
}

test_denies_when_no_release_branch_contains_the_commit if {
	answer([bad("refs/tags/v1")]) == {"subjects": {"refs/tags/v1"}, "holds": {"refs/tags/v1": false}}
}

test_has_no_subjects_without_release_tags if {
	answer([]) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("release_tags")
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_commit_of_the_tag if {
	actual := rule.detail with input as testing.repository("release_tags", [bad("refs/tags/v1"), good("refs/tags/v2")])
	actual == {"refs/tags/v1": {"evidence": {"commit": "c"}}}
}
