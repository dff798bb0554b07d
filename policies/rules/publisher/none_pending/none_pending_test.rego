package rules.publisher.none_pending_test

import data.lib.testing
import data.rules.publisher.none_pending as rule

publication(registry, pending, name) := {
	"registry": registry,
	"project": "acme",
	"pending": pending,
	"name": name,
}

answer(publications) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as {"registry": {"publication": testing.collected(publications)}}
}

test_passes_while_the_name_is_free_and_once_no_pending_publisher_is_left if {
	answer([
		publication("pypi", true, testing.collected("pending")),
		publication("testpypi", false, testing.collected("owned")),
		publication("npm", false, testing.collected("taken")),
		publication("crates", false, testing.collected("free")),
	]) == {
		"subjects": {"pypi acme", "testpypi acme", "npm acme", "crates acme"},
		"holds": {"pypi acme": true, "testpypi acme": true, "npm acme": true, "crates acme": true},
	}
}

test_denies_a_pending_publisher_of_a_project_that_exists if {
	answer([
		publication("pypi", true, testing.collected("owned")),
		publication("testpypi", true, testing.collected("taken")),
	]).holds == {"pypi acme": false, "testpypi acme": false}
}

test_denies_only_the_bad_one_among_several if {
	answer([
		publication("pypi", true, testing.collected("taken")),
		publication("testpypi", false, testing.collected("taken")),
	]).holds == {"pypi acme": false, "testpypi acme": true}
}

test_leaves_undecided_what_could_not_be_read if {
	answer([publication("pypi", true, testing.unread)]) == {"subjects": {"pypi acme"}, "holds": {}}
}

test_has_no_subjects_when_the_section_is_unreadable if {
	actual := rule.subjects with input as {"registry": {"publication": testing.unread}}
	actual == set()
}

test_does_not_apply_without_a_registry_audit if {
	rule.applies == false with input as {"context": {"registry": {"present": false}}}
	rule.applies == true with input as {"context": {"registry": {"present": true}}}
}

test_does_not_say_whether_it_applies_without_a_context if {
	not rule.applies with input as {}
	not rule.applies == false with input as {}
}

test_names_the_project if {
	publications := [publication("pypi", true, testing.collected("taken"))]
	actual := rule.detail with input as {"registry": {"publication": testing.collected(publications)}}
	actual == {"pypi acme": {"evidence": {"registry": "pypi", "project": "acme"}}}
}
