package rules.branch.commit_patterns_test

import data.lib.testing
import data.rules.branch.commit_patterns as rule

ours := {"about": "author", "operator": "ends_with", "negate": false, "pattern": "@acme.example"}

draft := {"about": "message", "operator": "contains", "negate": true, "pattern": "WIP"}

# demanding: a ruleset of these refs with these patterns.
demanding(id, refs, patterns) := testing.ruleset(id, {"definition": testing.collected({
	"matches": refs,
	"patterns": testing.collected(patterns),
})})

given(branches, rulesets) := testing.sections({
	"release_refs": array.concat(
		[{"ref": ref, "kind": "branch"} | some ref in branches],
		[{"ref": "refs/tags/v*", "kind": "tag"}],
	),
	"ref_rules": rulesets,
})

answer(document, expected) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.branch.commit_patterns as {"expected": expected}
}

main := "refs/heads/main"

one := "refs/heads/main: author ends_with @acme.example"

two := "refs/heads/main: message contains not WIP"

test_passes_when_rulesets_demand_every_declared_pattern if {
	document := given([main], [demanding("1", [main], [ours]), demanding("2", [main], [draft])])
	answer(document, [ours, draft]) == {"subjects": {one, two}, "holds": {one: true, two: true}}
}

test_denies_only_the_pattern_that_nobody_demands if {
	answer(given([main], [demanding("1", [main], [ours])]), [ours, draft]).holds == {one: true, two: false}
	answer(given([main], []), [ours]).holds == {one: false}
}

test_denies_a_pattern_that_differs_in_anything if {
	every changes in [{"about": "committer"}, {"operator": "contains"}, {"pattern": "acme.example"}, {"negate": true}] {
		answer(given([main], [demanding("1", [main], [testing.changed(ours, changes)])]), [ours]).holds == {one: false}
	}
}

test_denies_only_the_branch_on_which_it_is_not_demanded if {
	document := given([main, "refs/heads/release/1"], [demanding("1", [main], [ours])])
	answer(document, [ours]).holds == {one: true, "refs/heads/release/1: author ends_with @acme.example": false}
}

test_counts_no_ruleset_that_is_not_enforced if {
	every word in ["evaluate", "disabled"] {
		idle := testing.changed(demanding("1", [main], [ours]), {"enforcement": word})
		answer(given([main], [idle]), [ours]).holds == {one: false}
	}
}

test_applies_where_patterns_are_declared if {
	rule.applies == true with data.parameters.branch.commit_patterns as {"expected": [ours]}
	rule.applies == false with data.parameters.branch.commit_patterns as {"expected": []}
	actual := rule.applies with input as given([main], []) with data.parameters.branch.commit_patterns as {"expected": []}
	actual == false
	other := rule.applies with input as given([main], []) with data.parameters.branch.commit_patterns as {"expected": [ours]}
	other == true
}

test_opens_nothing_when_something_is_unreadable if {
	document := given([main], [demanding("1", [main], [ours])])
	every section in ["release_refs", "ref_rules"] {
		found := answer(testing.unreadable(document, sprintf("/repository/%s", [section])), [ours])
		{s | some s, value in found.holds; value == true} == set()
	}
	every part in ["definition", "definition/value/patterns"] {
		answer(testing.unreadable(document, sprintf("/repository/ref_rules/value/0/%s", [part])), [ours]).holds == {one: false}
	}
}

test_names_the_pattern if {
	actual := rule.detail with input as given([main], []) with data.parameters.branch.commit_patterns as {"expected": [ours]}
	actual == {one: {"evidence": {"ref": main, "about": "author", "operator": "ends_with", "pattern": "@acme.example", "negate": false}}}
}
