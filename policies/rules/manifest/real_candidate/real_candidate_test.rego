package rules.manifest.real_candidate_test

import data.lib.testing
import data.rules.manifest.real_candidate as rule

given(namespace, registries) := {
	"context": {"namespace": namespace, "purpose": "release"},
	"manifest": testing.collected({"targets": [{"registry": registry, "project": "acme"} | some registry in registries]}),
}

answer(namespace, registries) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(namespace, registries)
}

test_passes_in_real if {
	answer("real", ["pypi", "npm"]) == {
		"subjects": {"pypi acme", "npm acme"},
		"holds": {"pypi acme": true, "npm acme": true},
	}
}

test_denies_a_demonstration_for_every_target if {
	answer("demo", ["pypi", "npm"]).holds == {"pypi acme": false, "npm acme": false}
}

test_applies_where_something_is_released if {
	rule.applies == true with input as {"context": {"purpose": "release"}}
	rule.applies == true with input as {"context": {"purpose": "publish"}}
	rule.applies == false with input as {"context": {"purpose": "check"}}
}

test_does_not_say_whether_it_applies_without_a_context if {
	not rule.applies with input as {}
	not rule.applies == false with input as {}
}

test_decides_nothing_where_the_namespace_is_not_said if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.changed(given("real", ["pypi"]), {"context": {}})
	actual == {"subjects": {"pypi acme"}, "holds": {}}
}

test_has_no_subjects_without_targets_and_when_the_manifest_is_unreadable if {
	answer("demo", []) == {"subjects": set(), "holds": {}}
	actual := rule.subjects with input as testing.changed(given("demo", ["pypi"]), {"manifest": testing.unread})
	actual == set()
}

test_names_the_namespace if {
	actual := rule.detail with input as given("demo", ["pypi"])
	actual == {"pypi acme": {"evidence": {"registry": "pypi", "project": "acme", "namespace": "demo"}}}
}
