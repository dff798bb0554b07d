package rules.publisher.workflow_bound_test

import data.lib.testing
import data.rules.publisher.workflow_bound as rule

given(publishers) := {"registry": {"publishers": testing.collected([testing.publisher(id, changes) |
	some id, changes in publishers
])}}

answer(publishers) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(publishers)
}

no := testing.collected(false)

file := "a: the file is on the default branch"

job := "a: its job publishes from the environment"

token := "a: no other job may ask for a token"

test_passes_when_all_three_hold if {
	answer({"a": {}}) == {"subjects": {file, job, token}, "holds": {file: true, job: true, token: true}}
}

test_denies_each_part_of_its_own if {
	answer({"a": {"file_on_default": no}}).holds == {file: false, job: true, token: true}
	answer({"a": {"publishes_there": no}}).holds == {file: true, job: false, token: true}
	answer({"a": {"token_only_there": no}}).holds == {file: true, job: true, token: false}
}

test_denies_only_the_bad_one_among_several if {
	found := answer({"a": {}, "b": {"token_only_there": no}})
	{subject | some subject, holds in found.holds; holds == false} == {"b: no other job may ask for a token"}
	count(found.holds) == 6
}

test_leaves_undecided_only_the_part_that_could_not_be_read if {
	answer({"a": {"file_on_default": testing.unread}}).holds == {job: true, token: true}
	answer({"a": {"publishes_there": testing.unread}}).holds == {file: true, token: true}
	answer({"a": {"token_only_there": testing.unread}}).holds == {file: true, job: true}
}

test_has_no_subjects_without_publishers_and_when_the_section_is_unreadable if {
	answer({}) == {"subjects": set(), "holds": {}}
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as {"registry": {"publishers": testing.unread}}
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_part if {
	actual := rule.detail with input as given({"a": {"publishes_there": no}})
	actual == {job: {"evidence": {
		"publisher": "a",
		"workflow": ".github/workflows/release.yml",
		"part": "its job publishes from the environment",
	}}}
}
