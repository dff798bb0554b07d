package rules.tag.creation_limited_test

import data.lib.testing
import data.rules.tag.creation_limited as rule

answer(rulesets) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.repository("ref_rules", rulesets)
}

forbidding(matches, creation) := testing.collected({
	"matches": matches,
	"forbids": {"creation": creation, "update": false, "deletion": false},
})

tag_ruleset(id, changes) := testing.ruleset(id, object.union(
	{"target": "tag", "definition": forbidding(["refs/tags/v*"], true)},
	changes,
))

letting(kind, actor) := {"bypass": testing.collected([{"kind": kind, "id": actor, "mode": "always"}])}

test_passes_when_nobody_is_let_through if {
	answer([tag_ruleset("1", {})]) == {"subjects": {"1"}, "holds": {"1": true}}
}

test_passes_when_a_team_an_app_or_a_role_of_few_is_let_through if {
	rulesets := [
		tag_ruleset("1", letting("Team", "4")),
		tag_ruleset("2", letting("Integration", "15368")),
		tag_ruleset("3", letting("RepositoryRole", "2")),
		tag_ruleset("4", letting("RepositoryRole", "5")),
	]
	answer(rulesets) == {"subjects": {"1", "2", "3", "4"}, "holds": {"1": true, "2": true, "3": true, "4": true}}
}

test_denies_when_every_writer_is_let_through if {
	answer([tag_ruleset("1", letting("RepositoryRole", "4"))]) == {"subjects": {"1"}, "holds": {"1": false}}
}

test_denies_a_role_nobody_knows if {
	answer([tag_ruleset("1", letting("RepositoryRole", "17"))]) == {"subjects": {"1"}, "holds": {"1": false}}
}

test_denies_only_the_ruleset_that_lets_writers_through_among_several if {
	rulesets := [tag_ruleset("1", {}), tag_ruleset("2", letting("RepositoryRole", "4")), tag_ruleset("3", {})]
	answer(rulesets) == {"subjects": {"1", "2", "3"}, "holds": {"1": true, "2": false, "3": true}}
}

test_leaves_a_ruleset_undecided_when_its_bypass_list_is_withheld_or_incomplete if {
	rulesets := [
		tag_ruleset("1", {"bypass": testing.unread}),
		tag_ruleset("2", {"bypass": testing.incomplete}),
		tag_ruleset("3", {}),
	]
	answer(rulesets) == {"subjects": {"1", "2", "3"}, "holds": {"3": true}}
}

test_judges_no_ruleset_that_restricts_the_creation_of_no_release_tag if {
	rulesets := [
		tag_ruleset("1", object.union(letting("RepositoryRole", "4"), {"enforcement": "evaluate"})),
		tag_ruleset("2", object.union(letting("RepositoryRole", "4"), {"enforcement": "disabled"})),
		testing.ruleset("3", {"target": "tag", "definition": forbidding([], true)}),
		testing.ruleset("4", {"target": "tag", "definition": forbidding(["refs/tags/v*"], false)}),
		testing.ruleset("5", letting("RepositoryRole", "4")),
	]
	answer(rulesets) == {"subjects": set(), "holds": {}}
}

test_names_the_ruleset_that_lets_writers_through if {
	rulesets := [tag_ruleset("1", letting("RepositoryRole", "4")), tag_ruleset("2", {})]
	actual := rule.detail with input as testing.repository("ref_rules", rulesets)
	actual == {"1": {
		"message": "Tag ruleset 1 (ruleset 1) lets everyone of a role create release tags",
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
