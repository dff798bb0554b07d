package rules.history.install_smoke_test

import data.lib.testing
import data.rules.history.install_smoke as rule

target(registry) := {"registry": registry, "project": "acme"}

smoke(changes) := testing.changed(
	{
		"id": "pypi acme",
		"registry": "pypi",
		"project": "acme",
		"outcome": "succeeded",
		"seconds": 300,
		"at_commit": true,
	},
	changes,
)

published := [{"step": "publish", "outcome": "succeeded"}]

given(registries, smokes, steps) := {
	"manifest": testing.collected({"targets": [target(registry) | some registry in registries]}),
	"workspace": {"smoke_tests": testing.collected(smokes), "release_steps": testing.collected(steps)},
}

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.history.install_smoke as {"seconds": 300}
}

passes := {"subjects": {"pypi acme"}, "holds": {"pypi acme": true}}

denies := {"subjects": {"pypi acme"}, "holds": {"pypi acme": false}}

test_passes_when_it_was_installed_in_time if {
	answer(given(["pypi", "github"], [smoke({})], published)) == passes
}

test_denies_when_it_took_too_long if {
	answer(given(["pypi"], [smoke({"seconds": 301})], published)) == denies
}

test_denies_when_it_failed if {
	answer(given(["pypi"], [smoke({"outcome": "failed"})], published)) == denies
	answer(given(["pypi"], [smoke({"outcome": "timed-out"})], published)) == denies
}

test_denies_what_was_tried_at_another_commit if {
	answer(given(["pypi"], [smoke({"at_commit": false})], published)) == denies
}

test_denies_what_was_not_tried if {
	answer(given(["pypi"], [], published)) == denies
	answer(given(["pypi"], [smoke({"project": "other"})], published)) == denies
}

test_denies_only_the_bad_one_among_several if {
	answer(given(["pypi", "testpypi"], [smoke({})], published)).holds == {"pypi acme": true, "testpypi acme": false}
}

test_applies_once_it_was_published if {
	rule.applies with input as given(["pypi"], [], published)
	rule.applies == false with input as given(["pypi"], [], [{"step": "publish", "outcome": "failed"}])
	rule.applies == false with input as given(["pypi"], [], [{"step": "build", "outcome": "succeeded"}])
	not rule.applies with input as {"workspace": {"release_steps": testing.unread}}
	not rule.applies == false with input as {"workspace": {"release_steps": testing.unread}}
}

test_is_undecided_when_the_section_is_unreadable if {
	document := testing.changed(given(["pypi"], [], []), {"workspace": {"smoke_tests": testing.unread}})
	answer(document) == {"subjects": {"pypi acme"}, "holds": {}}
}

test_has_no_subjects_without_a_target_that_can_be_installed_from if {
	answer(given(["github"], [], published)) == {"subjects": set(), "holds": {}}
}

test_names_where_it_was_not_installed_from if {
	actual := rule.detail with input as given(["pypi"], [], published)
		with data.parameters.history.install_smoke as {"seconds": 300}
	actual == {"pypi acme": {"evidence": {"registry": "pypi", "project": "acme"}}}
}

test_opens_nothing_when_the_manifest_is_unreadable if {
	document := testing.unreadable(given(["pypi"], [smoke({})], published), "/manifest")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.history.install_smoke as {"seconds": 300}
	actual == {"subjects": set(), "holds": {}}
}
