package rules.workspace.tag_at_head_test

import data.lib.testing
import data.rules.workspace.tag_at_head as rule

good := {"ref": "refs/tags/v1.2.3", "exists": true, "annotated": true, "at_head": true, "signature": "none"}

given(changes) := {
	"workspace": {"release_tag": testing.collected(testing.changed(good, changes))},
}

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

test_passes_when_an_annotated_tag_is_at_head if {
	answer(given({})) == {"subjects": {"release tag"}, "holds": {"release tag": true}}
}

test_denies_a_tag_that_does_not_exist if {
	answer(given({"exists": false, "annotated": false, "at_head": false})) == {"subjects": {"release tag"}, "holds": {"release tag": false}}
}

test_denies_a_tag_that_is_not_annotated if {
	answer(given({"annotated": false})) == {"subjects": {"release tag"}, "holds": {"release tag": false}}
}

test_denies_a_tag_of_another_commit if {
	answer(given({"at_head": false})) == {"subjects": {"release tag"}, "holds": {"release tag": false}}
}

test_is_undecided_when_the_section_is_unreadable if {
	document := testing.changed(given({}), {"workspace": {"release_tag": testing.unread}})
	answer(document) == {"subjects": {"release tag"}, "holds": {}}
}

test_is_undecided_when_the_section_was_read_in_part if {
	document := testing.changed(given({}), {"workspace": {"release_tag": testing.incomplete}})
	answer(document) == {"subjects": {"release tag"}, "holds": {}}
}

test_says_all_that_is_wrong_with_the_tag if {
	actual := rule.detail with input as given({"annotated": false, "at_head": false})
	actual == {"release tag": {
		"message": "refs/tags/v1.2.3 is not annotated and names another commit",
		"evidence": {"tag": "refs/tags/v1.2.3", "problems": ["is not annotated", "names another commit"]},
	}}
}

test_says_no_more_of_a_tag_that_does_not_exist if {
	actual := rule.detail with input as given({"exists": false, "annotated": false, "at_head": false})
	actual == {"release tag": {
		"message": "refs/tags/v1.2.3 does not exist",
		"evidence": {"tag": "refs/tags/v1.2.3", "problems": ["does not exist"]},
	}}
}
