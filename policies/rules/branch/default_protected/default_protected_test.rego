package rules.branch.default_protected_test

import data.lib.testing
import data.rules.branch.default_protected as rule

test_passes_when_the_default_branch_is_protected if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.branches("protected", {"refs/heads/main": testing.fact(true)})
	actual == {"subjects": {"refs/heads/main"}, "holds": {"refs/heads/main": true}}
}

test_denies_when_the_default_branch_is_open if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.branches("protected", {"refs/heads/main": testing.fact(false)})
	actual == {"subjects": {"refs/heads/main"}, "holds": {"refs/heads/main": false}}
}

test_judges_only_the_default_branch_among_several if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.branches("protected", {
		"refs/heads/main": testing.fact(true),
		"refs/heads/release/1": testing.fact(false),
	})
	actual == {"subjects": {"refs/heads/main"}, "holds": {"refs/heads/main": true}}
}

test_leaves_the_default_branch_undecided_when_it_could_not_be_read if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.branches("protected", {
		"refs/heads/main": testing.unread,
		"refs/heads/release/1": testing.fact(true),
	})
	actual == {"subjects": {"refs/heads/main"}, "holds": {}}
}

test_decides_nothing_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("effective_protection")
	actual == {"subjects": set(), "holds": {}}
}

test_judges_no_tag if {
	document := testing.protection([testing.tag("refs/tags/v*", {"protected": testing.fact(false)})])
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": set(), "holds": {}}
}

test_judges_nothing_when_the_default_branch_is_no_release_branch if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.branches("protected", {"refs/heads/release/1": testing.fact(true)})
	actual == {"subjects": set(), "holds": {}}
}

test_judges_the_default_branch_whatever_its_name if {
	protected := testing.branches("protected", {
		"refs/heads/main": testing.fact(true),
		"refs/heads/trunk": testing.fact(false),
	})
	repository := testing.collected({"default_branch": "trunk"})
	document := {"repository": object.union(protected.repository, {"repository": repository})}
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as protected
	actual == {"subjects": {"refs/heads/main"}, "holds": {"refs/heads/main": true}}
	trunk := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	trunk == {"subjects": {"refs/heads/trunk"}, "holds": {"refs/heads/trunk": false}}
}

test_decides_nothing_when_the_default_branch_is_unknown if {
	protected := testing.collected([testing.branch("refs/heads/main", {})])
	document := {"repository": {"repository": testing.unread, "effective_protection": protected}}
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_settings_that_decided_a_denial if {
	actual := rule.detail with input as testing.branches("protected", {
		"refs/heads/main": testing.fact(false),
		"refs/heads/release/1": testing.fact(true),
	})
	actual == {"refs/heads/main": {"evidence": {"setting": "protected", "because": ["ruleset 1"]}}}
}
