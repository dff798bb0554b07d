package rules.branch.rulesets_whole_test

import data.lib.testing
import data.rules.branch.rulesets_whole as rule

answer(rulesets) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.repository("ref_rules", rulesets)
}

definition(matches, punctured) := testing.collected({"matches": matches, "punctured": punctured})

test_passes_when_nothing_is_excluded if {
	answer([testing.ruleset("1", {})]) == {"subjects": {"1"}, "holds": {"1": true}}
}

test_denies_when_the_only_release_ref_is_excluded if {
	punctured := definition([], ["refs/heads/main"])
	answer([testing.ruleset("1", {"definition": punctured})]) == {"subjects": {"1"}, "holds": {"1": false}}
}

test_denies_when_one_release_ref_is_matched_and_another_excluded if {
	punctured := definition(["refs/heads/main"], ["refs/heads/release/1"])
	answer([testing.ruleset("1", {"definition": punctured})]) == {"subjects": {"1"}, "holds": {"1": false}}
}

test_denies_only_the_ruleset_with_a_hole_among_several if {
	rulesets := [
		testing.ruleset("1", {}),
		testing.ruleset("2", {"target": "tag", "definition": definition([], ["refs/tags/v*"])}),
		testing.ruleset("3", {"definition": definition(["refs/heads/release/1"], [])}),
	]
	answer(rulesets) == {"subjects": {"1", "2", "3"}, "holds": {"1": true, "2": false, "3": true}}
}

test_judges_no_ruleset_that_names_no_release_ref if {
	answer([testing.ruleset("1", {"definition": definition([], [])})]) == {"subjects": set(), "holds": {}}
}

test_names_the_refs_that_fall_through if {
	punctured := definition([], ["refs/heads/release/1", "refs/heads/main"])
	actual := rule.detail with input as testing.repository("ref_rules", [testing.ruleset("1", {"definition": punctured})])
	actual == {"1": {
		"message": "Ruleset 1 (ruleset 1) excludes refs/heads/main, refs/heads/release/1",
		"evidence": {"ruleset": "ruleset 1", "excluded": ["refs/heads/main", "refs/heads/release/1"]},
	}}
}

test_has_no_subjects_without_rulesets if {
	answer([]) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_of_a_ruleset_whose_definition_could_not_be_read if {
	answer([testing.ruleset("1", {"definition": testing.unread})]) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("ref_rules")
	actual == {"subjects": set(), "holds": {}}
}
