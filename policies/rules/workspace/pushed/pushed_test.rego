package rules.workspace.pushed_test

import data.lib.testing
import data.rules.workspace.pushed as rule

even := {"branch": "main", "ref": "refs/remotes/origin/main", "ahead": 0, "behind": 0}

given(changes) := {
	"workspace": {"upstream": testing.collected(testing.changed(even, changes))},
}

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

test_passes_when_both_are_the_same if {
	answer(given({})) == {"subjects": {"HEAD"}, "holds": {"HEAD": true}}
}

test_denies_a_commit_that_was_not_pushed if {
	answer(given({"ahead": 1})) == {"subjects": {"HEAD"}, "holds": {"HEAD": false}}
}

test_denies_a_commit_that_was_not_pulled if {
	answer(given({"behind": 1})) == {"subjects": {"HEAD"}, "holds": {"HEAD": false}}
}

test_is_undecided_when_the_section_is_unreadable if {
	document := testing.changed(given({}), {"workspace": {"upstream": testing.unread}})
	answer(document) == {"subjects": {"HEAD"}, "holds": {}}
}

test_is_undecided_when_the_section_was_read_in_part if {
	document := testing.changed(given({}), {"workspace": {"upstream": testing.incomplete}})
	answer(document) == {"subjects": {"HEAD"}, "holds": {}}
}

test_counts_what_is_ahead_and_behind if {
	actual := rule.detail with input as given({"ahead": 2, "behind": 1})
	actual == {"HEAD": {
		"message": "HEAD is 2 commits ahead of refs/remotes/origin/main and 1 behind",
		"evidence": {"branch": "main", "upstream": "refs/remotes/origin/main", "ahead": 2, "behind": 1},
	}}
}
