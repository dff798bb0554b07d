package rules.history.tried_on_test_registry_test

import data.lib.testing
import data.rules.history.tried_on_test_registry as rule

target(registry) := {"registry": registry, "project": "acme"}

smoke(changes) := testing.changed({"registry": "testpypi", "outcome": "succeeded", "at_commit": true}, changes)

given(versions, smokes) := {
	"manifest": testing.collected({"targets": [target("pypi"), target("testpypi")]}),
	"registry": {"published": testing.collected([
		testing.changed(target("pypi"), {"versions": testing.collected(versions)}),
		testing.changed(target("testpypi"), {"versions": testing.collected([])}),
	])},
	"workspace": {"smoke_tests": testing.collected(smokes)},
}

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

passes := {"subjects": {"pypi acme"}, "holds": {"pypi acme": true}}

denies := {"subjects": {"pypi acme"}, "holds": {"pypi acme": false}}

test_passes_when_it_was_tried_there if {
	answer(given([], [smoke({})])) == passes
}

test_passes_when_it_is_not_the_first if {
	answer(given(["1.0.0"], [])) == passes
}

test_denies_a_first_publish_that_was_not_tried if {
	answer(given([], [])) == denies
}

test_denies_what_failed_there_or_was_another_commit_or_another_registry if {
	answer(given([], [smoke({"outcome": "failed"})])) == denies
	answer(given([], [smoke({"at_commit": false})])) == denies
	answer(given([], [smoke({"registry": "dist"})])) == denies
}

test_is_undecided_for_a_target_that_was_not_asked_for if {
	document := testing.changed(given([], []), {"registry": {"published": testing.collected([])}})
	answer(document) == {"subjects": {"pypi acme"}, "holds": {}}
}

test_is_undecided_when_smoke_tests_are_unreadable if {
	document := testing.changed(given([], []), {"workspace": {"smoke_tests": testing.unread}})
	answer(document) == {"subjects": {"pypi acme"}, "holds": {}}
}

test_has_no_subjects_without_a_target_on_the_registry if {
	document := testing.changed(given([], []), {"manifest": testing.collected({"targets": [target("npm")]})})
	answer(document) == {"subjects": set(), "holds": {}}
}

test_names_where if {
	actual := rule.detail with input as given([], [])
	actual == {"pypi acme": {"evidence": {"registry": "pypi", "project": "acme"}}}
}

test_opens_nothing_when_the_manifest_is_unreadable if {
	document := testing.unreadable(given([], [smoke({})]), "/manifest")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": set(), "holds": {}}
}

test_opens_nothing_when_what_is_published_is_unreadable if {
	document := testing.unreadable(given([], [smoke({})]), "/registry/published")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": {"pypi acme"}, "holds": {}}
}

test_opens_nothing_when_the_versions_are_unreadable if {
	document := testing.unreadable(given([], [smoke({})]), "/registry/published/value/0/versions")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": {"pypi acme"}, "holds": {}}
}
