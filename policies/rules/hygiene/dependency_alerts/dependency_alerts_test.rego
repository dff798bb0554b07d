package rules.hygiene.dependency_alerts_test

import data.lib.testing
import data.rules.hygiene.dependency_alerts as rule

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

alerts := "alerts of vulnerable dependencies"

updates := "security updates of dependencies"

given(told, mended) := testing.repository("security_features", {"vulnerability_alerts": told, "automated_fixes": mended})

on := testing.collected(true)

off := testing.collected(false)

test_passes_when_both_are_on if {
	answer(given(on, on)) == {"subjects": {alerts, updates}, "holds": {alerts: true, updates: true}}
}

test_denies_each_that_is_off if {
	answer(given(off, on)).holds == {alerts: false, updates: true}
	answer(given(on, off)).holds == {alerts: true, updates: false}
}

test_leaves_undecided_only_what_could_not_be_read if {
	answer(given(testing.unread, on)).holds == {updates: true}
	answer(given(on, testing.unread)).holds == {alerts: true}
}

test_is_undecided_when_the_section_is_unreadable if {
	answer(testing.unread_section("security_features")) == {"subjects": {alerts, updates}, "holds": {}}
}

test_names_the_setting if {
	actual := rule.detail with input as given(off, on)
	actual == {alerts: {"evidence": {"setting": alerts}}}
}
