package rules.branch.two_approvals_test

import data.lib.testing
import data.rules.branch.two_approvals as rule

# given: a branch that is known to need `count` approvals
given(count) := [{"count": n, "met": testing.fact(n <= count)} | some n in numbers.range(1, 6)]

answer(steps) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.branches("approvals_at_least", steps)
}

test_passes_when_exactly_two_are_required if {
	answer({"refs/heads/main": given(2)}) == {"subjects": {"refs/heads/main"}, "holds": {"refs/heads/main": true}}
}

test_passes_when_more_than_two_are_required if {
	answer({"refs/heads/main": given(6)}).holds == {"refs/heads/main": true}
}

test_denies_when_one_or_none_is_required if {
	answer({"refs/heads/main": given(1)}).holds == {"refs/heads/main": false}
	answer({"refs/heads/main": given(0)}).holds == {"refs/heads/main": false}
}

test_denies_only_the_branch_with_too_few_approvals_among_several if {
	answer({"refs/heads/main": given(2), "refs/heads/release/1": given(1)}).holds == {
		"refs/heads/main": true,
		"refs/heads/release/1": false,
	}
}

test_leaves_a_branch_undecided_when_its_approvals_could_not_be_read if {
	steps := {
		"refs/heads/main": [{"count": 2, "met": testing.unread}],
		"refs/heads/release/1": given(2),
	}
	answer(steps) == {
		"subjects": {"refs/heads/main", "refs/heads/release/1"},
		"holds": {"refs/heads/release/1": true},
	}
}

test_has_no_subjects_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as {"repository": {"effective_protection": testing.unread}}
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_branch_and_why if {
	actual := rule.detail with input as testing.branches("approvals_at_least", {"refs/heads/main": given(1)})
	actual["refs/heads/main"].evidence.branch == "refs/heads/main"
}
