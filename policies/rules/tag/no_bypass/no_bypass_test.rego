package rules.tag.no_bypass_test

import data.lib.testing
import data.rules.tag.no_bypass as rule

answer(rulesets) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.repository("ref_rules", rulesets)
}

actors := testing.collected([{"kind": "Team", "id": "7", "mode": "always"}])

forbidding(matches, update, deletion) := testing.collected({
	"matches": matches,
	"forbids": {"creation": true, "update": update, "deletion": deletion},
})

tags := ["refs/tags/v*"]

tag_ruleset(id, changes) := testing.ruleset(id, object.union(
	{"target": "tag", "definition": forbidding(tags, true, true)},
	changes,
))

test_passes_when_the_bypass_list_is_empty if {
	answer([tag_ruleset("1", {})]) == {"subjects": {"1"}, "holds": {"1": true}}
}

test_denies_when_someone_may_bypass if {
	answer([tag_ruleset("1", {"bypass": actors})]) == {"subjects": {"1"}, "holds": {"1": false}}
}

test_denies_a_bypass_of_a_ruleset_that_only_keeps_tags_from_being_moved if {
	ruleset := testing.ruleset("1", {"target": "tag", "definition": forbidding(tags, true, false), "bypass": actors})
	answer([ruleset]) == {"subjects": {"1"}, "holds": {"1": false}}
}

test_denies_a_bypass_of_a_ruleset_that_only_keeps_tags_from_being_deleted if {
	ruleset := testing.ruleset("1", {"target": "tag", "definition": forbidding(tags, false, true), "bypass": actors})
	answer([ruleset]) == {"subjects": {"1"}, "holds": {"1": false}}
}

test_lets_somebody_create_release_tags if {
	ruleset := testing.ruleset("1", {"target": "tag", "definition": forbidding(tags, false, false), "bypass": actors})
	answer([ruleset]) == {"subjects": set(), "holds": {}}
}

test_denies_only_the_ruleset_with_a_bypass_among_several if {
	rulesets := [tag_ruleset("1", {}), tag_ruleset("2", {"bypass": actors}), tag_ruleset("3", {})]
	answer(rulesets) == {"subjects": {"1", "2", "3"}, "holds": {"1": true, "2": false, "3": true}}
}

test_leaves_a_ruleset_undecided_when_its_bypass_list_is_withheld if {
	rulesets := [tag_ruleset("1", {"bypass": testing.unread}), tag_ruleset("2", {})]
	answer(rulesets) == {"subjects": {"1", "2"}, "holds": {"2": true}}
}

test_leaves_a_ruleset_undecided_when_its_bypass_list_is_incomplete if {
	answer([tag_ruleset("1", {"bypass": testing.incomplete})]) == {"subjects": {"1"}, "holds": {}}
}

test_judges_no_ruleset_that_keeps_no_release_tag_in_place if {
	elsewhere := testing.collected({
		"matches": [],
		"forbids": {"creation": true, "update": true, "deletion": true},
	})
	rulesets := [
		tag_ruleset("1", {"bypass": actors, "enforcement": "evaluate"}),
		tag_ruleset("2", {"bypass": actors, "enforcement": "disabled"}),
		testing.ruleset("3", {"target": "tag", "definition": elsewhere, "bypass": actors}),
		testing.ruleset("4", {"bypass": actors}),
	]
	answer(rulesets) == {"subjects": set(), "holds": {}}
}

test_names_the_ruleset_that_can_be_bypassed if {
	rulesets := [tag_ruleset("1", {"bypass": actors}), tag_ruleset("2", {})]
	actual := rule.detail with input as testing.repository("ref_rules", rulesets)
	actual == {"1": {
		"message": "Tag ruleset 1 (ruleset 1) lets someone bypass it",
		"evidence": {"ruleset": "ruleset 1", "level": "repository"},
	}}
}

test_has_no_subjects_without_rulesets if {
	answer([]) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_of_a_ruleset_whose_definition_could_not_be_read if {
	ruleset := testing.ruleset("1", {"target": "tag", "definition": testing.unread})
	answer([ruleset]) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("ref_rules")
	actual == {"subjects": set(), "holds": {}}
}
