package rules.branch.lock_as_declared_test

import data.lib.testing
import data.rules.branch.lock_as_declared as rule

open := {"locked": false, "fork_syncing_blocked": false, "creation_restricted": false}

# settings: what a branch has, each setting known.
settings(values) := {name: testing.fact(value) | some name, value in values}

answer(refs, parameters) := result if {
	document := testing.protection([testing.branch(ref, facts) | some ref, facts in refs])
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.branch.lock_as_declared as parameters
}

three := {"refs/heads/main locked", "refs/heads/main fork_syncing_blocked", "refs/heads/main creation_restricted"}

test_passes_when_everything_is_open_as_declared if {
	answer({"refs/heads/main": settings(open)}, open) == {"subjects": three, "holds": {s: true | some s in three}}
}

test_passes_when_everything_is_closed_as_declared if {
	closed := {name: true | some name, _ in open}
	answer({"refs/heads/main": settings(closed)}, closed) == {"subjects": three, "holds": {s: true | some s in three}}
}

test_denies_a_setting_that_is_closed_against_the_declaration if {
	every name, _ in open {
		found := answer({"refs/heads/main": settings(object.union(open, {name: true}))}, open).holds
		{s | some s, holds in found; holds == false} == {sprintf("refs/heads/main %s", [name])}
	}
}

test_denies_a_setting_that_is_open_against_the_declaration if {
	every name, _ in open {
		found := answer({"refs/heads/main": settings(open)}, object.union(open, {name: true})).holds
		{s | some s, holds in found; holds == false} == {sprintf("refs/heads/main %s", [name])}
	}
}

test_denies_only_the_branch_that_differs_among_several if {
	refs := {"refs/heads/main": settings(open), "refs/heads/release/1": settings(object.union(open, {"locked": true}))}
	found := answer(refs, open).holds
	{s | some s, holds in found; holds == false} == {"refs/heads/release/1 locked"}
}

test_leaves_undecided_only_the_setting_that_could_not_be_read if {
	every name, _ in open {
		found := answer({"refs/heads/main": testing.changed(settings(open), {name: testing.unread})}, open)
		found.subjects == three
		three - object.keys(found.holds) == {sprintf("refs/heads/main %s", [name])}
	}
}

test_decides_nothing_without_parameters if {
	answer({"refs/heads/main": settings(open)}, {}) == {"subjects": three, "holds": {}}
}

test_decides_nothing_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("effective_protection")
		with data.parameters.branch.lock_as_declared as open
	actual == {"subjects": set(), "holds": {}}
}

test_judges_no_tag if {
	document := testing.protection([testing.tag("refs/tags/v*", settings(open))])
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.branch.lock_as_declared as open
	actual == {"subjects": set(), "holds": {}}
}

test_names_each_setting_that_decided_a_denial if {
	document := testing.protection([testing.branch("refs/heads/main", settings({name: true | some name, _ in open}))])
	actual := rule.detail with input as document with data.parameters.branch.lock_as_declared as open
	actual == {sprintf("refs/heads/main %s", [name]): {"evidence": {"setting": name, "because": ["ruleset 1"]}} | some name, _ in open}
}
