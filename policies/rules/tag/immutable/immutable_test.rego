package rules.tag.immutable_test

import data.lib.testing
import data.rules.tag.immutable as rule

answer(enabled) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.repository("immutable_releases", {"enabled": enabled})
}

test_passes_when_releases_are_immutable if {
	answer(true) == {"subjects": {"immutable releases"}, "holds": {"immutable releases": true}}
}

test_denies_when_releases_can_be_changed if {
	answer(false) == {"subjects": {"immutable releases"}, "holds": {"immutable releases": false}}
}

test_decides_nothing_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("immutable_releases")
	actual == {"subjects": {"immutable releases"}, "holds": {}}
}

test_decides_nothing_when_the_section_is_incomplete if {
	actual := rule.holds with input as {"repository": {"immutable_releases": testing.incomplete}}
	actual == {}
}
