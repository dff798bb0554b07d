package rules.branch.rulesets_cover_test

import data.lib.testing
import data.rules.branch.rulesets_cover as rule

# reaching: a ruleset with these release refs, whole or in part, and nothing else.
reaching(id, refs) := testing.ruleset(id, {"definition": testing.collected(testing.changed(
	{"matches": [], "partly": [], "punctured": []},
	refs,
))})

answer(rulesets) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.repository("ref_rules", rulesets)
}

main := "refs/heads/main"

releases := "refs/heads/release/*"

test_passes_when_a_ruleset_covers_each_ref_that_is_reached if {
	answer([reaching("1", {"matches": [main, releases]})]) == {"subjects": {main, releases}, "holds": {main: true, releases: true}}
}

test_passes_when_another_ruleset_covers_what_one_reaches_in_part if {
	every part in ["partly", "punctured"] {
		answer([reaching("1", {part: [releases]}), reaching("2", {"matches": [releases]})]).holds == {releases: true}
	}
}

test_denies_what_is_only_reached_in_part if {
	every part in ["partly", "punctured"] {
		answer([reaching("1", {part: [releases]})]) == {"subjects": {releases}, "holds": {releases: false}}
	}
	answer([reaching("1", {"partly": [releases]}), reaching("2", {"partly": [releases]})]).holds == {releases: false}
}

test_denies_only_the_ref_that_is_left_open_among_several if {
	answer([reaching("1", {"matches": [main], "punctured": [releases]})]).holds == {main: true, releases: false}
}

test_counts_no_ruleset_that_is_not_enforced if {
	every word in ["evaluate", "disabled"] {
		idle := testing.changed(reaching("2", {"matches": [releases]}), {"enforcement": word})
		answer([reaching("1", {"partly": [releases]}), idle]).holds == {releases: false}
		answer([idle]) == {"subjects": set(), "holds": {}}
	}
}

test_has_no_subjects_when_no_release_ref_is_reached if {
	answer([reaching("1", {})]) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_when_the_rulesets_are_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("ref_rules")
	actual == {"subjects": set(), "holds": {}}
}

test_opens_nothing_when_a_definition_is_unreadable if {
	unreadable := testing.changed(reaching("1", {}), {"definition": testing.unread})
	answer([unreadable, reaching("2", {"partly": [releases]})]).holds == {releases: false}
}

test_names_the_rulesets_that_reach_it if {
	document := testing.repository("ref_rules", [reaching("1", {"partly": [releases]}), reaching("2", {"punctured": [releases]})])
	actual := rule.detail with input as document
	actual == {releases: {"evidence": {"ref": releases, "rulesets": ["ruleset 1", "ruleset 2"]}}}
}
