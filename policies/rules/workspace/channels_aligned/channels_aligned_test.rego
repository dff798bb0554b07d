package rules.workspace.channels_aligned_test

import data.lib.testing
import data.rules.workspace.channels_aligned as rule

given(channels) := {
	"context": {"registry": {"present": true}},
	"registry": {"channels": testing.collected([{"id": id, "kind": "registry", "shows": shows} | some id, shows in channels])},
}

answer(channels) := result if {
	result := {"applies": rule.applies, "subjects": rule.subjects, "holds": rule.holds} with input as given(channels)
}

test_passes_when_each_shows_this_version_or_nothing_of_it if {
	answer({"pypi/acme": testing.collected("this"), "release v1": testing.collected("nothing")}) == {
		"applies": true,
		"subjects": {"pypi/acme", "release v1"},
		"holds": {"pypi/acme": true, "release v1": true},
	}
}

test_denies_only_the_channel_that_shows_another_among_several if {
	answer({
		"formula": testing.collected("this"),
		"pypi/acme": testing.collected("other"),
		"release v1": testing.collected("nothing"),
	}).holds == {"formula": true, "pypi/acme": false, "release v1": true}
}

test_leaves_undecided_only_the_channel_that_could_not_be_read if {
	answer({"pypi/acme": testing.unread, "release v1": testing.collected("this")}).holds == {"release v1": true}
}

test_does_not_apply_without_a_registry_audit if {
	rule.applies == false with input as {"context": {"registry": {"present": false}}}
}

test_does_not_say_whether_it_applies_without_a_context if {
	not rule.applies with input as {}
	not rule.applies == false with input as {}
}

test_has_no_subjects_without_channels_and_when_the_section_is_unreadable if {
	answer({}) == {"applies": true, "subjects": set(), "holds": {}}
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as {"registry": {"channels": testing.unread}}
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_channel if {
	actual := rule.detail with input as given({"pypi/acme": testing.collected("other")})
	actual == {"pypi/acme": {"evidence": {"channel": "pypi/acme", "kind": "registry"}}}
}
