package rules.publisher.environment_bound_test

import data.lib.testing
import data.rules.publisher.environment_bound as rule

given(publishers) := {"registry": {"publishers": testing.collected([testing.publisher(id, {"any_environment": any}) |
	some id, any in publishers
])}}

answer(publishers) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(publishers)
}

test_passes_when_every_publisher_has_an_environment if {
	answer({"a": false, "b": false}) == {"subjects": {"a", "b"}, "holds": {"a": true, "b": true}}
}

test_denies_only_the_publisher_of_any_environment_among_several if {
	answer({"a": false, "b": true, "c": false}).holds == {"a": true, "b": false, "c": true}
}

test_has_no_subjects_without_publishers_and_when_the_section_is_unreadable if {
	answer({}) == {"subjects": set(), "holds": {}}
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as {"registry": {"publishers": testing.unread}}
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_publisher if {
	actual := rule.detail with input as given({"a": true, "b": false})
	actual == {"a": {"evidence": {"publisher": "a", "registry": "pypi", "project": "acme"}}}
}
