package rules.tag.signed_test

import data.lib.testing
import data.rules.tag.signed as rule

tag(ref, annotated, verified) := {
	"ref": ref,
	"commit": "c",
	"annotated": annotated,
	"signature": testing.collected({"verified": verified, "reason": "valid"}),
}

good(ref) := tag(ref, true, true)

bad(ref) := tag(ref, true, false)

hidden(ref) := {"ref": ref, "commit": "c", "annotated": true, "signature": testing.unread}

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

test_passes_when_the_tag_is_annotated_and_its_signature_verified if {
	answer([good("refs/tags/v1")]) == {"subjects": {"refs/tags/v1"}, "holds": {"refs/tags/v1": true}}
}

test_denies_when_the_signature_is_not_verified if {
	answer([bad("refs/tags/v1")]) == {"subjects": {"refs/tags/v1"}, "holds": {"refs/tags/v1": false}}
}

test_denies_a_lightweight_tag_whatever_signed_its_commit if {
	answer([tag("refs/tags/v1", false, true)]).holds == {"refs/tags/v1": false}
	answer([tag("refs/tags/v1", false, false)]).holds == {"refs/tags/v1": false}
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
