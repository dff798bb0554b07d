package rules.history.canary_accepted_test

import data.lib.testing
import data.rules.history.canary_accepted as rule

given(accepted) := {"workspace": {"canary": testing.collected({"accepted": accepted, "samples": 9})}}

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

test_passes_when_it_was_accepted if {
	answer(given(true)) == {"subjects": {"canary"}, "holds": {"canary": true}}
}

test_denies_when_it_was_not if {
	answer(given(false)) == {"subjects": {"canary"}, "holds": {"canary": false}}
}

test_is_undecided_when_none_was_recorded if {
	answer({"workspace": {"canary": testing.unread}}) == {"subjects": {"canary"}, "holds": {}}
}

test_says_that_it_was_not_accepted if {
	actual := rule.detail with input as given(false)
	actual == {"canary": {"evidence": {"accepted": false}}}
}
