package rules.publisher.of_candidate_test

import data.lib.testing
import data.rules.publisher.of_candidate as rule

given(publishers) := {"registry": {"publishers": testing.collected([testing.publisher(id, changes) |
	some id, changes in publishers
])}}

answer(publishers) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(publishers)
}

no := testing.collected(false)

test_passes_when_repository_and_file_are_the_candidates if {
	answer({"a": {}, "b": {}}) == {"subjects": {"a", "b"}, "holds": {"a": true, "b": true}}
}

test_denies_another_repository_and_denies_a_file_that_is_gone if {
	answer({"a": {"same_repository": no}}).holds == {"a": false}
	answer({"a": {"file_released": no}}).holds == {"a": false}
	answer({"a": {"same_repository": no, "file_released": no}}).holds == {"a": false}
}

test_denies_only_the_bad_one_among_several if {
	answer({"a": {}, "b": {"same_repository": no}, "c": {}}).holds == {"a": true, "b": false, "c": true}
}

test_leaves_undecided_what_could_not_be_read_of_either if {
	answer({"a": {"same_repository": testing.unread}, "b": {"file_released": testing.unread}, "c": {}}) == {
		"subjects": {"a", "b", "c"},
		"holds": {"c": true},
	}
}

test_has_no_subjects_without_publishers_and_when_the_section_is_unreadable if {
	answer({}) == {"subjects": set(), "holds": {}}
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as {"registry": {"publishers": testing.unread}}
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_publisher_and_its_file if {
	actual := rule.detail with input as given({"a": {"same_repository": no}, "b": {}})
	actual == {"a": {"evidence": {"publisher": "a", "workflow": ".github/workflows/release.yml"}}}
}
