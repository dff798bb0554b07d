package rules.branch.no_bypass_test

import data.lib.testing
import data.rules.branch.no_bypass as rule

answer(rulesets) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.repository("ref_rules", rulesets)
}

actors := testing.collected([{"kind": "RepositoryRole", "id": "5", "mode": "always"}])

test_passes_when_the_bypass_list_is_empty if {
	answer([testing.ruleset("1", {})]) == {"subjects": {"1"}, "holds": {"1": true}}
}

test_denies_when_someone_may_bypass if {
	answer([testing.ruleset("1", {"bypass": actors})]) == {"subjects": {"1"}, "holds": {"1": false}}
}

test_denies_a_bypass_for_pull_requests_only if {
	pull_requests := testing.collected([{"kind": "Team", "id": "7", "mode": "pull_request"}])
	answer([testing.ruleset("1", {"bypass": pull_requests})]) == {"subjects": {"1"}, "holds": {"1": false}}
}

test_denies_only_the_ruleset_with_a_bypass_among_several if {
	rulesets := [testing.ruleset("1", {}), testing.ruleset("2", {"bypass": actors}), testing.ruleset("3", {})]
	answer(rulesets) == {"subjects": {"1", "2", "3"}, "holds": {"1": true, "2": false, "3": true}}
}

test_leaves_a_ruleset_undecided_when_its_bypass_list_is_withheld if {
	rulesets := [testing.ruleset("1", {"bypass": testing.unread}), testing.ruleset("2", {})]
	answer(rulesets) == {"subjects": {"1", "2"}, "holds": {"2": true}}
}

test_leaves_a_ruleset_undecided_when_its_bypass_list_is_incomplete if {
	answer([testing.ruleset("1", {"bypass": testing.incomplete})]) == {"subjects": {"1"}, "holds": {}}
}

test_judges_no_ruleset_that_enforces_nothing_on_a_release_branch if {
	elsewhere := testing.collected({"matches": [], "punctured": []})
	tags := testing.collected({"matches": ["refs/tags/v*"], "punctured": []})
	rulesets := [
		testing.ruleset("1", {"bypass": actors, "enforcement": "evaluate"}),
		testing.ruleset("2", {"bypass": actors, "enforcement": "disabled"}),
		testing.ruleset("3", {"bypass": actors, "definition": elsewhere}),
		testing.ruleset("4", {"bypass": actors, "definition": tags, "target": "tag"}),
	]
	answer(rulesets) == {"subjects": set(), "holds": {}}
}

test_names_the_ruleset_that_can_be_bypassed if {
	rulesets := [testing.ruleset("1", {"bypass": actors}), testing.ruleset("2", {})]
	actual := rule.detail with input as testing.repository("ref_rules", rulesets)
	actual == {"1": {
		"message": "Ruleset 1 (ruleset 1) lets someone bypass it",
		"evidence": {"ruleset": "ruleset 1", "level": "repository"},
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
