package rules.actions.chosen_reviewed_test

import data.lib.testing
import data.rules.actions.chosen_reviewed as rule

answer(document) := answer_by(document, {"reviewed": ["acme/*", "other/tool@v1"]})

answer_by(document, parameters) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.actions.chosen_reviewed as parameters
}

creators := "actions of verified creators"

given(verified, patterns) := testing.repository("ci_access", {"selected_actions": testing.collected({
	"applies": true,
	"github_owned": true,
	"verified": verified,
	"patterns": patterns,
})})

test_passes_when_every_pattern_was_reviewed if {
	answer(given(false, ["acme/*", "other/tool@v1"])) == {
		"subjects": {creators, "acme/*", "other/tool@v1"},
		"holds": {creators: true, "acme/*": true, "other/tool@v1": true},
	}
}

test_denies_only_the_pattern_that_was_not_reviewed if {
	answer(given(false, ["acme/*", "other/*"])).holds == {creators: true, "acme/*": true, "other/*": false}
}

test_denies_every_verified_creator_unless_that_was_reviewed if {
	answer(given(true, [])).holds == {creators: false}
	answer_by(given(true, []), {"reviewed": [creators]}).holds == {creators: true}
}

test_denies_everything_while_nothing_was_reviewed if {
	answer_by(given(true, ["acme/*"]), {"reviewed": []}).holds == {creators: false, "acme/*": false}
}

test_decides_nothing_when_the_choice_could_not_be_read if {
	answer(testing.repository("ci_access", {"selected_actions": testing.unread})) == {"subjects": {creators}, "holds": {}}
	answer(testing.unread_section("ci_access")) == {"subjects": {creators}, "holds": {}}
}

test_applies_where_actions_are_chosen if {
	rule.applies == true with input as given(false, [])
	chosen := {"applies": false, "github_owned": false, "verified": false, "patterns": []}
	rule.applies == false with input as testing.repository("ci_access", {"selected_actions": testing.collected(chosen)})
	not rule.applies with input as testing.unread_section("ci_access")
}

test_names_the_pattern if {
	actual := rule.detail with input as given(false, ["other/*"]) with data.parameters.actions.chosen_reviewed as {"reviewed": []}
	actual == {"other/*": {"evidence": {"pattern": "other/*"}}}
}
