package rules.branch.merge_queue_limits_test

import data.lib.testing
import data.rules.branch.merge_queue_limits as rule

declared := {
	"methods": ["merge", "squash"],
	"checked_at_once": 10,
	"merged_at_once": 5,
	"waited_for": 4,
	"wait_minutes": 60,
	"check_minutes": 30,
}

# queue: one at the very limits, except as `changes` says.
queue(changes) := testing.collected(testing.changed(
	{
		"method": "merge",
		"checked_at_once": 10,
		"merged_at_once": 5,
		"waited_for": 4,
		"wait_minutes": 60,
		"check_minutes": 30,
	},
	changes,
))

queued(id, how, changes) := testing.ruleset(id, testing.changed(
	{"definition": testing.collected({"matches": ["refs/heads/main"], "other_rules": ["merge_queue"], "queue": how})},
	changes,
))

answer(rulesets) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.repository("ref_rules", rulesets)
		with data.parameters.branch.merge_queue_limits as declared
}

of_ruleset(id) := {sprintf("%s: %s", [id, setting]) | some setting in rule.settings}

denied(holds) := {s | some s, value in holds; value == false}

test_passes_at_the_declared_limits if {
	answer([queued("1", queue({}), {})]) == {"subjects": of_ruleset("1"), "holds": {s: true | some s in of_ruleset("1")}}
}

test_denies_only_what_is_beyond_its_limit if {
	beyond := {"method": "rebase", "checked_at_once": 11, "merged_at_once": 6, "waited_for": 5, "wait_minutes": 61, "check_minutes": 31}
	every setting, value in beyond {
		denied(answer([queued("1", queue({setting: value}), {})]).holds) == {sprintf("1: %s", [setting])}
	}
}

test_denies_a_method_that_nobody_knows if {
	denied(answer([queued("1", queue({"method": "unknown"}), {})]).holds) == {"1: method"}
}

test_denies_only_the_ruleset_beyond_its_limit_among_several if {
	found := answer([queued("1", queue({}), {}), queued("2", queue({"merged_at_once": 50}), {}), queued("3", queue({}), {})])
	count(found.subjects) == 18
	denied(found.holds) == {"2: merged_at_once"}
}

test_leaves_undecided_only_the_queue_that_could_not_be_read if {
	found := answer([queued("1", testing.unread, {}), queued("2", queue({}), {})])
	found.subjects == of_ruleset("1") | of_ruleset("2")
	object.keys(found.holds) == of_ruleset("2")
}

test_judges_only_queues_that_are_enforced_on_release_branches if {
	every changes in [
		{"enforcement": "evaluate"},
		{"target": "tag"},
		{"definition": testing.collected({"matches": [], "other_rules": ["merge_queue"], "queue": queue({"method": "rebase"})})},
		{"definition": testing.collected({"matches": ["refs/heads/main"], "other_rules": [], "queue": queue({"method": "none"})})},
	] {
		answer([queued("1", queue({"method": "rebase"}), changes)]) == {"subjects": set(), "holds": {}}
	}
}

test_decides_nothing_without_parameters if {
	actual := rule.holds with input as testing.repository("ref_rules", [queued("1", queue({}), {})])
		with data.parameters.branch.merge_queue_limits as {}
	actual == {}
}

test_decides_nothing_when_the_rulesets_are_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("ref_rules")
		with data.parameters.branch.merge_queue_limits as declared
	actual == {"subjects": set(), "holds": {}}
}

test_opens_nothing_when_a_definition_is_unreadable if {
	answer([queued("1", queue({}), {"definition": testing.unread})]) == {"subjects": set(), "holds": {}}
}

test_names_ruleset_and_setting if {
	actual := rule.detail with input as testing.repository("ref_rules", [queued("1", queue({"method": "rebase"}), {})])
		with data.parameters.branch.merge_queue_limits as declared
	actual == {"1: method": {"evidence": {"ruleset": "ruleset 1", "setting": "method"}}}
}
