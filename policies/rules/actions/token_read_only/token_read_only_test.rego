package rules.actions.token_read_only_test

import data.lib.testing
import data.rules.actions.token_read_only as rule

given(token) := testing.repository("ci_permissions", {"actions": testing.unread, "token": token})

token(access) := testing.collected({"default": access, "can_approve_reviews": false})

test_passes_when_the_token_can_only_read if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as given(token("read"))
	actual == {"subjects": {"default workflow token"}, "holds": {"default workflow token": true}}
}

test_denies_when_the_token_can_write if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as given(token("write"))
	actual == {"subjects": {"default workflow token"}, "holds": {"default workflow token": false}}
}

test_is_undecided_when_the_setting_could_not_be_read if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as given(testing.unread)
	actual == {"subjects": {"default workflow token"}, "holds": {}}
}

test_is_undecided_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("ci_permissions")
	actual == {"subjects": {"default workflow token"}, "holds": {}}
}

test_names_the_value_that_was_found if {
	actual := rule.detail with input as given(token("write"))
	actual == {"default workflow token": {"evidence": {"setting": "default_workflow_permissions", "value": "write"}}}
}

test_has_no_detail_when_it_passes if {
	actual := rule.detail with input as given(token("read"))
	actual == {}
}
