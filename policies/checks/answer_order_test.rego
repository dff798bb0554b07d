package checks.answer_order_test

import data.checks.answer_order
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := answer_order.violations with input as given
}

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_subjects_taken_from_holds_are_refused if {
	messages(testing.given({"answers": [{"name": "subjects", "uses": ["holds"]}]})) == {"subjects is made from holds"}
}

test_holds_taken_from_detail_is_refused if {
	messages(testing.given({"answers": [{"name": "holds", "uses": ["detail", "subjects"]}]})) == {"holds is made from detail"}
}

test_detail_may_use_all_others if {
	messages(testing.given({"rules": [testing.rule("detail", "partial_object", 1)], "answers": [{"name": "detail", "uses": ["applies", "holds", "subjects"]}]})) == set()
}
