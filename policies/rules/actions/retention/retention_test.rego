package rules.actions.retention_test

import data.lib.testing
import data.rules.actions.retention as rule

answer(document) := answer_by(document, {"minimum_days": 90})

answer_by(document, parameters) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.actions.retention as parameters
}

subject := "logs and artifacts of workflows"

given(days) := testing.repository("ci_retention", {"days": days})

test_passes_at_the_minimum_and_above if {
	every days in [90, 91, 400] {
		answer(given(days)) == {"subjects": {subject}, "holds": {subject: true}}
	}
}

test_denies_just_below_the_minimum_and_at_nothing if {
	every days in [89, 1, 0] {
		answer(given(days)) == {"subjects": {subject}, "holds": {subject: false}}
	}
}

test_is_undecided_when_the_section_is_unreadable if {
	answer(testing.unread_section("ci_retention")) == {"subjects": {subject}, "holds": {}}
}

test_is_undecided_without_a_parameter if {
	answer_by(given(400), {}) == {"subjects": {subject}, "holds": {}}
}

test_names_the_days if {
	actual := rule.detail with input as given(7) with data.parameters.actions.retention as {"minimum_days": 90}
	actual == {subject: {"evidence": {"days": 7, "minimum_days": 90}}}
}
