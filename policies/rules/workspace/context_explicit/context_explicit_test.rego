package rules.workspace.context_explicit_test

import data.lib.testing
import data.rules.workspace.context_explicit as rule

stated(value) := {"stated": true, "value": value}

open := {"stated": false, "value": ""}

whole := {"target": stated("v1.2.3"), "base_tag": stated("v1.2.2"), "mode": stated("live")}

all_parts := {"target", "base tag", "mode"}

given(changes) := {
	"workspace": {"release_context": testing.collected(testing.changed(whole, changes))},
}

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

test_passes_when_every_part_is_stated if {
	answer(given({})) == {
		"subjects": all_parts,
		"holds": {"target": true, "base tag": true, "mode": true},
	}
}

test_denies_only_the_target_that_is_not_stated if {
	answer(given({"target": open})).holds == {"target": false, "base tag": true, "mode": true}
}

test_denies_only_the_base_tag_that_is_not_stated if {
	answer(given({"base_tag": open})).holds == {"target": true, "base tag": false, "mode": true}
}

test_denies_only_the_mode_that_is_not_stated if {
	answer(given({"mode": open})).holds == {"target": true, "base tag": true, "mode": false}
}

test_is_undecided_when_the_section_is_unreadable if {
	document := testing.changed(given({}), {"workspace": {"release_context": testing.unread}})
	answer(document) == {"subjects": all_parts, "holds": {}}
}

test_names_the_part_that_is_missing if {
	actual := rule.detail with input as given({"mode": open})
	actual == {"mode": {"evidence": {"part": "mode"}}}
}
