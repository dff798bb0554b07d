package rules.workspace.clean_test

import data.lib.testing
import data.rules.workspace.clean as rule

clean := {"branch": "main", "changes": 0, "first_changes": []}

change(path, state) := {"path": path, "state": state}

given(changes) := {
	"workspace": {"work_tree": testing.collected(testing.changed(clean, changes))},
}

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

test_passes_when_nothing_differs if {
	answer(given({})) == {"subjects": {"work tree"}, "holds": {"work tree": true}}
}

test_denies_one_changed_file if {
	answer(given({"changes": 1, "first_changes": [change("a.py", "changed")]})) == {"subjects": {"work tree"}, "holds": {"work tree": false}}
}

test_denies_a_count_without_the_files if {
	answer(given({"changes": 1})) == {"subjects": {"work tree"}, "holds": {"work tree": false}}
}

test_is_undecided_when_the_section_is_unreadable if {
	document := testing.changed(given({}), {"workspace": {"work_tree": testing.unread}})
	answer(document) == {"subjects": {"work tree"}, "holds": {}}
}

test_is_undecided_when_the_section_was_read_in_part if {
	document := testing.changed(given({}), {"workspace": {"work_tree": testing.incomplete}})
	answer(document) == {"subjects": {"work tree"}, "holds": {}}
}

test_names_the_files if {
	files := [change("a.py", "changed"), change("b.py", "untracked")]
	actual := rule.detail with input as given({"changes": 2, "first_changes": files})
	actual == {"work tree": {
		"message": "2 files of the work tree differ from the commit, the first is a.py",
		"evidence": {"changes": 2, "files": ["changed a.py", "untracked b.py"]},
	}}
}
