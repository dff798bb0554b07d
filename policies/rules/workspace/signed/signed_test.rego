package rules.workspace.signed_test

import data.lib.testing
import data.rules.workspace.signed as rule

answer(signed) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as {"workspace": {"signed": signed}}
}

by(trusted, name) := testing.collected({"trusted": trusted, "by": name})

test_passes_when_somebody_whom_the_anchor_names_signed if {
	answer(by(true, "somebody")) == {"subjects": {rule.subject}, "holds": {rule.subject: true}}
}

test_denies_when_nobody_did if {
	answer(by(false, "")) == {"subjects": {rule.subject}, "holds": {rule.subject: false}}
}

test_decides_nothing_when_it_is_not_known if {
	answer(testing.unread) == {"subjects": {rule.subject}, "holds": {}}
	answer(testing.incomplete) == {"subjects": {rule.subject}, "holds": {}}
}

test_decides_nothing_of_a_value_without_an_answer if {
	answer(testing.collected({})) == {"subjects": {rule.subject}, "holds": {}}
}

test_says_that_nobody_did if {
	actual := rule.detail with input as {"workspace": {"signed": by(false, "")}}
	actual == {rule.subject: {"evidence": {"signed": ""}}}
}
