package rules.branch.reviewed_test

import data.lib.testing
import data.rules.branch.reviewed as rule

alice := 11

bob := 12

one := "1111111111111111111111111111111111111111"

two := "2222222222222222222222222222222222222222"

approval := {"reviewer_id": bob, "state": "APPROVED", "is_final": true, "is_in_time": true, "may_push": true}

pull(reviews) := {
	"number": 7,
	"author_id": alice,
	"merged_by_id": bob,
	"merged_at": "2026-01-01T00:00:00Z",
	"reviews": reviews,
}

commit(changes) := testing.changed(
	{"commit": one, "author_ids": [alice], "has_unknown_author": false, "pulls": [pull([approval])]},
	changes,
)

reviewed(changes) := commit({"pulls": [pull([testing.changed(approval, changes)])]})

given(commits) := {"repository": {"reviews": testing.collected({
	"base": "v1.2.2",
	"commit": two,
	"commits": commits,
})}}

answer(commits) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(commits)
}

passes := {"subjects": {one}, "holds": {one: true}}

denies := {"subjects": {one}, "holds": {one: false}}

test_passes_when_somebody_else_approved_what_was_merged if {
	answer([commit({})]) == passes
}

test_passes_when_one_of_two_reviewers_approved if {
	refusal := testing.changed(approval, {"reviewer_id": 13, "state": "CHANGES_REQUESTED"})
	answer([commit({"pulls": [pull([refusal, approval])]})]) == passes
}

test_passes_when_one_of_two_pull_requests_was_approved if {
	answer([commit({"pulls": [pull([]), pull([approval])]})]) == passes
}

test_passes_for_a_merge_that_nobody_wrote if {
	answer([commit({"author_ids": []})]) == passes
}

test_denies_a_commit_without_a_pull_request if {
	answer([commit({"pulls": []})]) == denies
}

test_denies_a_pull_request_without_reviews if {
	answer([commit({"pulls": [pull([])]})]) == denies
}

test_denies_an_approval_by_the_author_of_the_pull_request if {
	answer([reviewed({"reviewer_id": alice})]) == denies
	answer([testing.changed(reviewed({"reviewer_id": alice}), {"author_ids": [13]})]) == denies
}

test_denies_an_approval_by_an_author_of_the_commit if {
	answer([commit({"author_ids": [alice, bob]})]) == denies
}

test_denies_a_last_word_that_is_no_approval if {
	answer([reviewed({"state": "CHANGES_REQUESTED"})]) == denies
	answer([reviewed({"state": "DISMISSED"})]) == denies
}

test_denies_an_approval_of_what_was_changed_afterwards if {
	answer([reviewed({"is_final": false})]) == denies
}

test_denies_an_approval_after_the_merge if {
	answer([reviewed({"is_in_time": false})]) == denies
}

test_denies_an_approval_by_somebody_who_may_not_push if {
	answer([reviewed({"may_push": false})]) == denies
}

test_denies_when_an_author_is_unknown if {
	answer([commit({"has_unknown_author": true})]) == denies
}

test_denies_only_the_commit_nobody_reviewed if {
	other := commit({"commit": two, "pulls": []})
	answer([commit({}), other]) == {"subjects": {one, two}, "holds": {one: true, two: false}}
}

test_has_no_subjects_without_commits if {
	answer([]) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as {"repository": {"reviews": testing.unread}}
	actual == {"subjects": set(), "holds": {}}
}

test_decides_nothing_when_only_a_part_of_the_commits_was_read if {
	document := {"repository": {"reviews": testing.incomplete}}
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": set(), "holds": {}}
}

told(commits) := messages if {
	messages := {detail.message | some detail in rule.detail} with input as given(commits)
}

test_says_what_is_missing if {
	told([commit({"has_unknown_author": true})]) == {"Commit 111111111111: an author of it has no account, so nobody can be said to be somebody else"}
	told([commit({"pulls": []})]) == {"Commit 111111111111: it came without a pull request"}
	told([commit({"pulls": [pull([])]})]) == {"Commit 111111111111: nobody but its authors approved what was merged"}
}

test_names_whose_commit_it_is_and_what_brought_it if {
	actual := rule.detail[one].evidence with input as given([commit({"pulls": [pull([])]})])
	actual == {"commit": one, "since": "v1.2.2", "authors": [alice], "pull_requests": [7]}
}
