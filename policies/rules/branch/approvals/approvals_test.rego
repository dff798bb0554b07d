package rules.branch.approvals_test

import data.lib.testing
import data.rules.branch.approvals as rule

# given: a branch that is known to need `count` approvals
given(count) := [{"count": n, "met": testing.fact(n <= count)} | some n in numbers.range(1, 6)]

answer(steps, minimum) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.branches("approvals_at_least", steps)
		with data.parameters.branch.approvals as {"minimum": minimum}
}

test_passes_when_exactly_the_minimum_is_required if {
	answer({"refs/heads/main": given(2)}, 2) == {"subjects": {"refs/heads/main"}, "holds": {"refs/heads/main": true}}
}

test_passes_when_more_than_the_minimum_is_required if {
	answer({"refs/heads/main": given(2)}, 1) == {"subjects": {"refs/heads/main"}, "holds": {"refs/heads/main": true}}
}

test_denies_when_no_approval_is_required if {
	answer({"refs/heads/main": given(0)}, 1) == {"subjects": {"refs/heads/main"}, "holds": {"refs/heads/main": false}}
}

test_denies_when_one_less_than_the_minimum_is_required if {
	answer({"refs/heads/main": given(1)}, 2) == {"subjects": {"refs/heads/main"}, "holds": {"refs/heads/main": false}}
}

test_denies_only_the_branch_with_too_few_approvals_among_several if {
	steps := {"refs/heads/main": given(2), "refs/heads/release/1": given(1), "refs/heads/release/2": given(6)}
	answer(steps, 2) == {
		"subjects": {"refs/heads/main", "refs/heads/release/1", "refs/heads/release/2"},
		"holds": {"refs/heads/main": true, "refs/heads/release/1": false, "refs/heads/release/2": true},
	}
}

test_leaves_a_branch_undecided_when_its_approvals_could_not_be_read if {
	steps := {
		"refs/heads/main": [{"count": 1, "met": testing.fact(true)}, {"count": 2, "met": testing.unread}],
		"refs/heads/release/1": given(2),
	}
	answer(steps, 2) == {
		"subjects": {"refs/heads/main", "refs/heads/release/1"},
		"holds": {"refs/heads/release/1": true},
	}
}

test_leaves_a_branch_undecided_when_the_count_was_not_derived if {
	answer({"refs/heads/main": []}, 1) == {"subjects": {"refs/heads/main"}, "holds": {}}
}

test_decides_nothing_without_a_parameter if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.branches(
		"approvals_at_least",
		{"refs/heads/main": given(6)},
	)
		with data.parameters.branch.approvals as {}
	actual == {"subjects": {"refs/heads/main"}, "holds": {}}
}

test_decides_nothing_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("effective_protection")
		with data.parameters.branch.approvals as {"minimum": 1}
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_minimum_and_the_settings_that_decided_a_denial if {
	actual := rule.detail with input as testing.branches("approvals_at_least", {"refs/heads/main": given(1)})
		with data.parameters.branch.approvals as {"minimum": 2}
	actual == {"refs/heads/main": {"evidence": {"minimum": 2, "because": ["ruleset 1"]}}}
}
