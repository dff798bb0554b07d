package rules.tag.protected_test

import data.lib.testing
import data.rules.tag.protected as rule

answer(refs) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.protection(refs)
}

all_changes := {"refs/tags/v* creation", "refs/tags/v* update", "refs/tags/v* deletion"}

test_passes_when_every_change_is_restricted if {
	answer([testing.tag("refs/tags/v*", {})]) == {"subjects": all_changes, "holds": {
		"refs/tags/v* creation": true,
		"refs/tags/v* update": true,
		"refs/tags/v* deletion": true,
	}}
}

test_denies_when_everyone_may_create_the_tag if {
	answer([testing.tag("refs/tags/v*", {"creation_restricted": testing.fact(false)})]) == {
		"subjects": all_changes,
		"holds": {"refs/tags/v* creation": false, "refs/tags/v* update": true, "refs/tags/v* deletion": true},
	}
}

test_denies_when_the_tag_can_be_moved if {
	answer([testing.tag("refs/tags/v*", {"update_restricted": testing.fact(false)})]) == {
		"subjects": all_changes,
		"holds": {"refs/tags/v* creation": true, "refs/tags/v* update": false, "refs/tags/v* deletion": true},
	}
}

test_denies_when_the_tag_can_be_deleted if {
	answer([testing.tag("refs/tags/v*", {"deletion_blocked": testing.fact(false)})]) == {
		"subjects": all_changes,
		"holds": {"refs/tags/v* creation": true, "refs/tags/v* update": true, "refs/tags/v* deletion": false},
	}
}

test_denies_only_the_open_tag_among_several if {
	answer([testing.tag("refs/tags/v*", {}), testing.tag("refs/tags/p*", {"update_restricted": testing.fact(false)})]) == {
		"subjects": (all_changes | {"refs/tags/p* creation", "refs/tags/p* update", "refs/tags/p* deletion"}),
		"holds": {
			"refs/tags/v* creation": true,
			"refs/tags/v* update": true,
			"refs/tags/v* deletion": true,
			"refs/tags/p* creation": true,
			"refs/tags/p* update": false,
			"refs/tags/p* deletion": true,
		},
	}
}

test_leaves_undecided_only_the_change_that_could_not_be_read if {
	answer([testing.tag("refs/tags/v*", {"creation_restricted": testing.unread})]) == {
		"subjects": all_changes,
		"holds": {"refs/tags/v* update": true, "refs/tags/v* deletion": true},
	}
}

test_judges_no_branch if {
	answer([testing.branch("refs/heads/main", {"update_restricted": testing.fact(false)})]) == {
		"subjects": set(),
		"holds": {},
	}
}

test_decides_nothing_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("effective_protection")
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_settings_that_decided_a_denial if {
	open := {
		"creation_restricted": testing.fact(false),
		"update_restricted": testing.fact(false),
		"deletion_blocked": testing.fact(false),
	}
	actual := rule.detail with input as testing.protection([testing.tag("refs/tags/v*", open)])
	actual == {
		"refs/tags/v* creation": {"evidence": {"setting": "creation_restricted", "because": ["ruleset 1"]}},
		"refs/tags/v* update": {"evidence": {"setting": "update_restricted", "because": ["ruleset 1"]}},
		"refs/tags/v* deletion": {"evidence": {"setting": "deletion_blocked", "because": ["ruleset 1"]}},
	}
}

test_speaks_only_of_what_is_denied if {
	actual := rule.detail with input as testing.protection([testing.tag("refs/tags/v*", {"deletion_blocked": testing.fact(false)})])
	object.keys(actual) == {"refs/tags/v* deletion"}
}

test_opens_nothing_when_the_restriction_of_updates_is_unreadable if {
	document := testing.protection([testing.tag("refs/tags/v*", {"update_restricted": testing.unread})])
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": {"refs/tags/v* creation", "refs/tags/v* deletion", "refs/tags/v* update"}, "holds": {"refs/tags/v* creation": true, "refs/tags/v* deletion": true}}
}

test_opens_nothing_when_the_block_of_deletions_is_unreadable if {
	document := testing.protection([testing.tag("refs/tags/v*", {"deletion_blocked": testing.unread})])
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": {"refs/tags/v* creation", "refs/tags/v* deletion", "refs/tags/v* update"}, "holds": {"refs/tags/v* creation": true, "refs/tags/v* update": true}}
}
