package rules.workspace.rehearsed_test

import data.lib.testing
import data.rules.workspace.rehearsed as rule

step(changes) := testing.changed(
	{
		"step": "rehearsal",
		"outcome": "succeeded",
		"run": 7,
		"at": "2026-01-01T00:00:00Z",
		"at_commit": true,
		"these_workflows": true,
	},
	changes,
)

given(steps) := {"workspace": {"release_steps": testing.collected(steps)}}

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

passes := {"subjects": {"rehearsal"}, "holds": {"rehearsal": true}}

denies := {"subjects": {"rehearsal"}, "holds": {"rehearsal": false}}

test_passes_when_it_succeeded_with_these_files if {
	answer(given([step({"step": "build"}), step({})])) == passes
}

test_denies_when_it_failed if {
	answer(given([step({"outcome": "failed"})])) == denies
}

test_denies_when_files_changed_since if {
	answer(given([step({"these_workflows": false})])) == denies
}

test_denies_when_there_was_none if {
	answer(given([])) == denies
	answer(given([step({"step": "build"}), step({"step": "publish"})])) == denies
}

test_is_undecided_when_the_section_is_unreadable if {
	answer({"workspace": {"release_steps": testing.unread}}) == {"subjects": {"rehearsal"}, "holds": {}}
}

test_names_the_step if {
	actual := rule.detail with input as given([])
	actual == {"rehearsal": {"evidence": {"step": "rehearsal"}}}
}
