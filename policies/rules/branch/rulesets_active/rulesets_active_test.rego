package rules.branch.rulesets_active_test

import data.lib.testing
import data.rules.branch.rulesets_active as rule

answer(rulesets) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.repository("ref_rules", rulesets)
}

test_passes_when_the_ruleset_is_active if {
	answer([testing.ruleset("1", {})]) == {"subjects": {"1"}, "holds": {"1": true}}
}

test_denies_a_ruleset_that_only_evaluates if {
	answer([testing.ruleset("1", {"enforcement": "evaluate"})]) == {"subjects": {"1"}, "holds": {"1": false}}
}

test_denies_a_disabled_ruleset if {
	answer([testing.ruleset("1", {"enforcement": "disabled"})]) == {"subjects": {"1"}, "holds": {"1": false}}
}

test_denies_only_the_ruleset_that_is_not_enforced_among_several if {
	tags := testing.collected({"matches": ["refs/tags/v*"], "punctured": []})
	rulesets := [
		testing.ruleset("1", {}),
		testing.ruleset("2", {"target": "tag", "definition": tags, "enforcement": "evaluate"}),
		testing.ruleset("3", {"target": "tag", "definition": tags}),
	]
	answer(rulesets) == {"subjects": {"1", "2", "3"}, "holds": {"1": true, "2": false, "3": true}}
}

test_judges_no_ruleset_that_names_no_release_ref if {
	elsewhere := testing.collected({"matches": [], "punctured": []})
	answer([testing.ruleset("1", {"definition": elsewhere, "enforcement": "disabled"})]) == {"subjects": set(), "holds": {}}
}

test_names_the_enforcement_and_the_refs_of_a_denied_ruleset if {
	actual := rule.detail with input as testing.repository("ref_rules", [testing.ruleset("1", {"enforcement": "disabled"})])
	actual == {"1": {
		"message": "Ruleset 1 (ruleset 1) names a release ref but its enforcement is disabled",
		"evidence": {"ruleset": "ruleset 1", "enforcement": "disabled", "refs": ["refs/heads/main"]},
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
