package rules.workspace.record_kept_test

import data.lib.testing
import data.rules.workspace.record_kept as rule

parts := {"it is kept", "it is of the target", "it was gone on with"}

whole := {"release": "v1.2.3", "exists": true, "of_target": true, "restarted": false}

given(changes) := {"workspace": {"release_record": testing.collected(testing.changed(whole, changes))}}

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

test_passes_when_the_record_of_the_target_was_gone_on_with if {
	answer(given({})) == {"subjects": parts, "holds": {part: true | some part in parts}}
}

test_denies_a_record_that_is_not_there if {
	answer(given({"exists": false, "of_target": false})).holds == {
		"it is kept": false,
		"it is of the target": false,
		"it was gone on with": true,
	}
}

test_denies_only_that_it_is_of_another_release if {
	answer(given({"of_target": false})).holds == {
		"it is kept": true,
		"it is of the target": false,
		"it was gone on with": true,
	}
}

test_denies_only_that_it_was_begun_again if {
	answer(given({"restarted": true})).holds == {
		"it is kept": true,
		"it is of the target": true,
		"it was gone on with": false,
	}
}

test_is_undecided_when_the_section_is_unreadable if {
	answer({"workspace": {"release_record": testing.unread}}) == {"subjects": parts, "holds": {}}
}

test_names_the_part_that_does_not_hold if {
	actual := rule.detail with input as given({"restarted": true})
	actual == {"it was gone on with": {"evidence": {"part": "it was gone on with"}}}
}
