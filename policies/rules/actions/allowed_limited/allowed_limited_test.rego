package rules.actions.allowed_limited_test

import data.lib.testing
import data.rules.actions.allowed_limited as rule

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

subject := "actions that may run"

given(enabled, allowed) := testing.repository("ci_permissions", {
	"actions": testing.collected({"enabled": enabled, "allowed_actions": allowed}),
	"token": testing.unread,
})

test_passes_when_actions_are_chosen_or_local if {
	every allowed in ["selected", "local_only"] {
		answer(given(true, allowed)) == {"subjects": {subject}, "holds": {subject: true}}
	}
}

test_passes_when_no_workflow_runs_at_all if {
	answer(given(false, "all")) == {"subjects": {subject}, "holds": {subject: true}}
}

test_denies_when_all_actions_may_run if {
	answer(given(true, "all")) == {"subjects": {subject}, "holds": {subject: false}}
}

test_is_undecided_when_the_setting_could_not_be_read if {
	document := testing.repository("ci_permissions", {"actions": testing.unread, "token": testing.unread})
	answer(document) == {"subjects": {subject}, "holds": {}}
}

test_is_undecided_when_the_section_is_unreadable if {
	answer(testing.unread_section("ci_permissions")) == {"subjects": {subject}, "holds": {}}
}

test_names_the_value_that_was_found if {
	actual := rule.detail with input as given(true, "all")
	actual == {subject: {"evidence": {"setting": "allowed_actions", "value": "all"}}}
}
