package rules.workspace.base_tag_test

import data.lib.testing
import data.rules.workspace.base_tag as rule

good := {"ref": "refs/tags/v1.2.2", "exists": true, "is_ancestor": true}

given(changes) := {
	"workspace": {"base_tag": testing.collected(testing.changed(good, changes))},
}

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

test_passes_when_the_tag_is_an_ancestor if {
	answer(given({})) == {"subjects": {"base tag"}, "holds": {"base tag": true}}
}

test_denies_a_tag_that_does_not_exist if {
	answer(given({"exists": false, "is_ancestor": false})) == {"subjects": {"base tag"}, "holds": {"base tag": false}}
}

test_denies_a_tag_that_is_no_ancestor if {
	answer(given({"is_ancestor": false})) == {"subjects": {"base tag"}, "holds": {"base tag": false}}
}

test_denies_an_ancestor_that_does_not_exist if {
	answer(given({"exists": false})) == {"subjects": {"base tag"}, "holds": {"base tag": false}}
}

test_is_undecided_when_the_section_is_unreadable if {
	document := testing.changed(given({}), {"workspace": {"base_tag": testing.unread}})
	answer(document) == {"subjects": {"base tag"}, "holds": {}}
}

test_is_undecided_when_the_section_was_read_in_part if {
	document := testing.changed(given({}), {"workspace": {"base_tag": testing.incomplete}})
	answer(document) == {"subjects": {"base tag"}, "holds": {}}
}

test_names_the_tag if {
	actual := rule.detail with input as given({"is_ancestor": false})
	actual == {"base tag": {"evidence": {"tag": "refs/tags/v1.2.2", "exists": true, "ancestor": false}}}
}
