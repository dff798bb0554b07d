package rules.branch.merge_queue_test

import data.lib.testing
import data.rules.branch.merge_queue as rule

test_passes_when_a_queue_checks_each_change if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.branches("queue_checks_each", {"refs/heads/main": testing.fact(true)})
	actual == {"subjects": {"refs/heads/main"}, "holds": {"refs/heads/main": true}}
}

test_denies_when_no_queue_checks_each_change if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.branches("queue_checks_each", {"refs/heads/main": testing.fact(false)})
	actual == {"subjects": {"refs/heads/main"}, "holds": {"refs/heads/main": false}}
}

test_denies_only_the_branch_without_such_a_queue_among_several if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.branches("queue_checks_each", {
		"refs/heads/main": testing.fact(true),
		"refs/heads/release/1": testing.fact(false),
		"refs/heads/release/2": testing.fact(true),
	})
	actual == {
		"subjects": {"refs/heads/main", "refs/heads/release/1", "refs/heads/release/2"},
		"holds": {"refs/heads/main": true, "refs/heads/release/1": false, "refs/heads/release/2": true},
	}
}

test_leaves_undecided_only_the_branch_that_could_not_be_read if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.branches("queue_checks_each", {
		"refs/heads/main": testing.unread,
		"refs/heads/release/1": testing.incomplete,
		"refs/heads/release/2": testing.fact(true),
	})
	actual == {
		"subjects": {"refs/heads/main", "refs/heads/release/1", "refs/heads/release/2"},
		"holds": {"refs/heads/release/2": true},
	}
}

test_decides_nothing_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("effective_protection")
	actual == {"subjects": set(), "holds": {}}
}

test_judges_no_tag if {
	document := testing.protection([testing.tag("refs/tags/v*", {"queue_checks_each": testing.fact(false)})])
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_settings_that_decided_a_denial if {
	actual := rule.detail with input as testing.branches("queue_checks_each", {
		"refs/heads/main": testing.fact(false),
		"refs/heads/release/1": testing.fact(true),
	})
	actual == {"refs/heads/main": {"evidence": {"setting": "queue_checks_each", "because": ["ruleset 1"]}}}
}
