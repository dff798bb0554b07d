package rules.hygiene.scanning_configured_test

import data.lib.testing
import data.rules.hygiene.scanning_configured as rule

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

subject := "code scanning"

given(configured, analyses) := testing.sections({
	"security_features": {"code_scanning_setup": testing.collected({"configured": configured, "languages": []})},
	"analyses": analyses,
})

test_passes_when_it_is_set_up_or_was_run_by_a_workflow if {
	every document in [given(true, []), given(false, [{"id": 1}]), given(true, [{"id": 1}])] {
		answer(document) == {"subjects": {subject}, "holds": {subject: true}}
	}
}

test_denies_when_neither if {
	answer(given(false, [])) == {"subjects": {subject}, "holds": {subject: false}}
}

test_is_undecided_when_a_part_could_not_be_read if {
	answer(testing.sections({"security_features": {"code_scanning_setup": testing.unread}, "analyses": []})).holds == {}
	answer(testing.unread_section("security_features")) == {"subjects": {subject}, "holds": {}}
	answer(testing.sections({"security_features": {"code_scanning_setup": testing.collected({"configured": true})}})).holds == {}
}

test_names_the_setting if {
	actual := rule.detail with input as given(false, [])
	actual == {subject: {"evidence": {"setting": "default-setup"}}}
}

test_opens_nothing_when_the_analyses_are_unreadable if {
	document := testing.unreadable(given(false, []), "/repository/analyses")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": {"code scanning"}, "holds": {}}
}
