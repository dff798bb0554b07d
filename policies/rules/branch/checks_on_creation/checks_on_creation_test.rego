package rules.branch.checks_on_creation_test

import data.lib.testing
import data.rules.branch.checks_on_creation as rule

# requiring: a ruleset whose checks are required, and whether on creation too.
requiring(id, details, changes) := testing.ruleset(id, object.union(
	{"definition": testing.collected({
		"matches": ["refs/heads/main"],
		"punctured": [],
		"requires": {"checks": {"required": true}},
		"details": details,
	})},
	changes,
))

on_creation(value) := testing.collected({"checks_on_creation": value})

answer(rulesets) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.repository("ref_rules", rulesets)
}

test_passes_when_checks_hold_on_creation if {
	answer([requiring("1", on_creation(true), {})]) == {"subjects": {"1"}, "holds": {"1": true}}
}

test_denies_when_checks_are_left_out_on_creation if {
	answer([requiring("1", on_creation(false), {})]) == {"subjects": {"1"}, "holds": {"1": false}}
}

test_denies_only_the_ruleset_that_leaves_them_out_among_several if {
	rulesets := [requiring("1", on_creation(true), {}), requiring("2", on_creation(false), {}), requiring("3", on_creation(true), {})]
	answer(rulesets) == {"subjects": {"1", "2", "3"}, "holds": {"1": true, "2": false, "3": true}}
}

test_leaves_a_ruleset_undecided_whose_details_were_not_read if {
	rulesets := [requiring("1", testing.unread, {}), requiring("2", on_creation(true), {})]
	answer(rulesets) == {"subjects": {"1", "2"}, "holds": {"2": true}}
}

test_judges_no_ruleset_that_is_not_enforced_or_is_for_tags if {
	lax := on_creation(false)
	rulesets := [requiring("1", lax, {"enforcement": "evaluate"}), requiring("2", lax, {"target": "tag"})]
	answer(rulesets) == {"subjects": set(), "holds": {}}
}

test_judges_no_ruleset_without_required_checks_or_release_branches if {
	lax := on_creation(false)
	elsewhere := testing.collected({"matches": [], "requires": {"checks": {"required": true}}, "details": lax})
	nothing := testing.collected({"matches": ["refs/heads/main"], "requires": {"checks": {"required": false}}, "details": lax})
	answer([testing.ruleset("1", {"definition": elsewhere}), testing.ruleset("2", {"definition": nothing})]) == {"subjects": set(), "holds": {}}
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

test_names_the_ruleset_that_leaves_them_out if {
	actual := rule.detail with input as testing.repository("ref_rules", [requiring("1", on_creation(false), {})])
	actual == {"1": {
		"message": "Ruleset 1 (ruleset 1) does not enforce its checks on a branch that is created",
		"evidence": {"ruleset": "ruleset 1", "level": "repository"},
	}}
}
