package rules.actions.pinning_required_test

import data.lib.testing
import data.rules.actions.pinning_required as rule

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

subject := "actions that workflows use"

given(pinning) := testing.repository("ci_permissions", {
	"actions": testing.collected({"enabled": true, "allowed_actions": "all", "sha_pinning_required": pinning}),
	"token": testing.unread,
})

test_passes_when_pinning_is_required if {
	answer(given(testing.collected(true))) == {"subjects": {subject}, "holds": {subject: true}}
}

test_denies_when_it_is_not if {
	answer(given(testing.collected(false))) == {"subjects": {subject}, "holds": {subject: false}}
}

test_is_undecided_when_the_answer_leaves_it_out if {
	answer(given(testing.unread)) == {"subjects": {subject}, "holds": {}}
}

test_is_undecided_when_the_section_is_unreadable if {
	answer(testing.unread_section("ci_permissions")) == {"subjects": {subject}, "holds": {}}
}

test_names_the_setting if {
	actual := rule.detail with input as given(testing.collected(false))
	actual == {subject: {"evidence": {"setting": "sha_pinning_required"}}}
}

test_opens_nothing_when_the_setting_of_actions_is_unreadable if {
	document := testing.unreadable(given(testing.collected(true)), "/repository/ci_permissions/value/actions")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": {"actions that workflows use"}, "holds": {}}
}
