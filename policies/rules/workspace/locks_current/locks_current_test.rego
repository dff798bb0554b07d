package rules.workspace.locks_current_test

import data.lib.testing
import data.rules.workspace.locks_current as rule

locked(name, current) := {"file": name, "of": "pyproject.toml", "present": true, "current": current, "differences": []}

current := testing.collected(true)

stale := testing.collected(false)

given(files) := {"workspace": {"lock_files": files}}

answer(files) := result if {
	result := {
		"subjects": rule.subjects,
		"holds": rule.holds,
	} with input as given(testing.collected(files))
}

test_passes_when_every_lock_is_in_step if {
	answer([locked("uv.lock", current), locked("Cargo.lock", current)]) == {
		"subjects": {"uv.lock", "Cargo.lock"},
		"holds": {"uv.lock": true, "Cargo.lock": true},
	}
}

test_denies_only_the_stale_lock_among_several if {
	files := [locked("a.lock", current), locked("b.lock", stale), locked("c.lock", current)]
	answer(files).holds == {"a.lock": true, "b.lock": false, "c.lock": true}
}

test_denies_a_lock_that_is_not_there if {
	missing := testing.changed(locked("uv.lock", stale), {"present": false})
	answer([missing]).holds == {"uv.lock": false}
}

test_denies_a_lock_that_is_not_there_and_is_called_current if {
	missing := testing.changed(locked("uv.lock", current), {"present": false})
	answer([missing]).holds == {"uv.lock": false}
}

test_leaves_undecided_only_the_lock_that_could_not_be_compared if {
	answer([locked("a.lock", testing.unread), locked("b.lock", current)]) == {
		"subjects": {"a.lock", "b.lock"},
		"holds": {"b.lock": true},
	}
}

test_has_no_subjects_without_a_lock if {
	answer([]) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as given(testing.unread)
	actual == {"subjects": set(), "holds": {}}
}

test_names_what_differs if {
	file := testing.changed(locked("uv.lock", stale), {"differences": ["it lacks attrs"]})
	actual := rule.detail with input as given(testing.collected([file, locked("b.lock", current)]))
	actual == {"uv.lock": {"evidence": {"file": "uv.lock", "present": true, "differences": ["it lacks attrs"]}}}
}
