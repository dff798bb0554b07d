package rules.workflow.as_reviewed_test

import data.lib.testing
import data.rules.workflow.as_reviewed as rule

file(path, same) := testing.changed(testing.workflow_file(path, {}), {"as_default": same})

way(path, changes) := testing.route(sprintf("%s: publish", [path]), object.union({"entry": path, "file": path}, changes))

answer(document) := result if {
	result := {"applies": rule.applies, "subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.project as testing.publishing
}

same := testing.collected(true)

other := testing.collected(false)

test_passes_when_the_release_file_is_that_of_the_default_branch if {
	answer(testing.workflows([file("a.yml", same)], [way("a.yml", {"uploads": true})])) == {
		"applies": true,
		"subjects": {"a.yml"},
		"holds": {"a.yml": true},
	}
}

test_denies_other_bytes if {
	answer(testing.workflows([file("a.yml", other)], [way("a.yml", {"uploads": true})])).holds == {"a.yml": false}
}

test_denies_only_the_called_file_that_differs_among_several if {
	files := [file("a.yml", same), file("b.yml", other), file("c.yml", other)]
	routes := [way("a.yml", {"uploads": true, "file": "b.yml"}), way("c.yml", {})]
	answer(testing.workflows(files, routes)).holds == {"a.yml": true, "b.yml": false}
}

test_leaves_undecided_a_file_that_could_not_be_compared_or_is_not_there if {
	files := [file("a.yml", testing.unread)]
	found := answer(testing.workflows(files, [way("a.yml", {"uploads": true, "file": "b.yml"})]))
	found == {"applies": true, "subjects": {"a.yml", "b.yml"}, "holds": {}}
}

test_does_not_apply_without_workflow_files if {
	answer(testing.workflows([], [])) == {"applies": false, "subjects": set(), "holds": {}}
}

test_has_no_subjects_where_nothing_publishes_and_when_the_ways_are_unreadable if {
	answer(testing.workflows([file("a.yml", other)], [way("a.yml", {})])).subjects == set()
	answer(testing.workflows_of([file("a.yml", other)], testing.unread)).subjects == set()
}

test_does_not_say_whether_it_applies_when_the_section_is_unreadable if {
	not rule.applies with input as {"workspace": {"workflows": testing.unread}}
	not rule.applies == false with input as {"workspace": {"workflows": testing.unread}}
}

test_names_the_file if {
	document := testing.workflows([file("a.yml", other)], [way("a.yml", {"uploads": true})])
	actual := rule.detail with input as document with data.project as testing.publishing
	actual == {"a.yml": {"evidence": {"file": "a.yml", "sha256": ""}}}
}
