package rules.branch.bypass_listed_test

import data.lib.testing
import data.rules.branch.bypass_listed as rule

answer(bypass, always) := answer_of([testing.ruleset("1", {"bypass": bypass})], always)

answer_of(rulesets, always) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.repository("ref_rules", rulesets)
		with data.parameters.branch.bypass_listed as {"always": always}
}

actor(mode) := {"kind": "Team", "id": "7", "mode": mode}

test_passes_when_nobody_may_bypass if {
	answer(testing.collected([]), []) == {"subjects": {"1"}, "holds": {"1": true}}
}

test_passes_when_a_bypass_is_for_pull_requests_only if {
	answer(testing.collected([actor("pull_request")]), []) == {"subjects": {"1"}, "holds": {"1": true}}
}

test_passes_when_whoever_always_may_is_listed if {
	answer(testing.collected([actor("always")]), ["Team 7"]) == {"subjects": {"1"}, "holds": {"1": true}}
}

test_denies_when_whoever_always_may_is_not_listed if {
	answer(testing.collected([actor("always")]), []) == {"subjects": {"1"}, "holds": {"1": false}}
}

test_denies_when_another_kind_of_that_id_is_listed if {
	answer(testing.collected([actor("always")]), ["User 7"]) == {"subjects": {"1"}, "holds": {"1": false}}
}

test_denies_an_exempt_actor_even_if_it_is_listed if {
	answer(testing.collected([actor("exempt")]), ["Team 7"]) == {"subjects": {"1"}, "holds": {"1": false}}
}

test_denies_when_one_actor_of_several_is_exempt if {
	answer(testing.collected([actor("pull_request"), actor("exempt")]), []) == {"subjects": {"1"}, "holds": {"1": false}}
}

test_denies_only_the_ruleset_with_an_unlisted_actor_among_several if {
	rulesets := [
		testing.ruleset("1", {}),
		testing.ruleset("2", {"bypass": testing.collected([actor("always")])}),
		testing.ruleset("3", {"target": "tag", "bypass": testing.collected([actor("pull_request")])}),
	]
	answer_of(rulesets, []) == {"subjects": {"1", "2", "3"}, "holds": {"1": true, "2": false, "3": true}}
}

test_leaves_a_ruleset_undecided_when_its_bypass_list_could_not_be_read if {
	rulesets := [
		testing.ruleset("1", {"bypass": testing.unread}),
		testing.ruleset("2", {"bypass": testing.incomplete}),
		testing.ruleset("3", {}),
	]
	answer_of(rulesets, []) == {"subjects": {"1", "2", "3"}, "holds": {"3": true}}
}

test_judges_no_ruleset_that_enforces_nothing_on_a_release_ref if {
	elsewhere := testing.collected({"matches": [], "punctured": []})
	open := testing.collected([actor("always")])
	rulesets := [
		testing.ruleset("1", {"bypass": open, "enforcement": "evaluate"}),
		testing.ruleset("2", {"bypass": open, "enforcement": "disabled"}),
		testing.ruleset("3", {"bypass": open, "definition": elsewhere}),
	]
	answer_of(rulesets, []) == {"subjects": set(), "holds": {}}
}

test_has_no_subjects_without_rulesets if {
	answer_of([], []) == {"subjects": set(), "holds": {}}
}

test_allows_nobody_without_a_parameter if {
	actual := rule.holds with input as testing.repository("ref_rules", [testing.ruleset("1", {"bypass": testing.collected([actor("always")])})])
		with data.parameters.branch.bypass_listed as {}
	actual == {"1": false}
}

test_decides_nothing_of_a_ruleset_whose_definition_could_not_be_read if {
	answer_of([testing.ruleset("1", {"definition": testing.unread})], []) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("ref_rules")
		with data.parameters.branch.bypass_listed as {"always": []}
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_ruleset_that_is_bypassed if {
	actual := rule.detail with input as testing.repository("ref_rules", [
		testing.ruleset("1", {"bypass": testing.collected([actor("exempt")])}),
		testing.ruleset("2", {}),
	])
		with data.parameters.branch.bypass_listed as {"always": []}
	actual == {"1": {
		"message": "Ruleset 1 (ruleset 1) is bypassed by somebody the policy does not list",
		"evidence": {"ruleset": "ruleset 1", "level": "repository"},
	}}
}
