package lib.ages_test

import data.lib.ages

test_a_day_lies_between_two_midnights if {
	first := ages.now with input as {"context": {"evaluated_at": "2026-02-28T00:00:00Z"}}
	second := ages.now with input as {"context": {"evaluated_at": "2026-03-01T00:00:00Z"}}
	second - first == ages.day
}

test_without_a_moment_nothing_has_an_age if {
	not ages.now with input as {}
}
