package rules.publisher.declared_test

import data.lib.testing
import data.rules.publisher.declared as rule

target(registry, has) := {
	"id": sprintf("%s acme", [registry]),
	"registry": registry,
	"project": "acme",
	"has_publisher": has,
}

given(targets) := {"registry": {"publishing": testing.collected([target(registry, has) | some registry, has in targets])}}

answer(targets) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(targets)
}

test_passes_when_every_target_has_a_publisher if {
	answer({"pypi": testing.collected(true), "testpypi": testing.collected(true)}) == {
		"subjects": {"pypi acme", "testpypi acme"},
		"holds": {"pypi acme": true, "testpypi acme": true},
	}
}

test_denies_only_the_target_without_one_among_several if {
	answer({"pypi": testing.collected(false), "testpypi": testing.collected(true)}).holds == {
		"pypi acme": false,
		"testpypi acme": true,
	}
}

test_leaves_undecided_a_registry_whose_publishers_cannot_be_declared if {
	answer({"npm": testing.unread, "pypi": testing.collected(true)}) == {
		"subjects": {"npm acme", "pypi acme"},
		"holds": {"pypi acme": true},
	}
}

test_has_no_subjects_without_targets_and_when_the_section_is_unreadable if {
	answer({}) == {"subjects": set(), "holds": {}}
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as {"registry": {"publishing": testing.unread}}
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_project if {
	actual := rule.detail with input as given({"pypi": testing.collected(false)})
	actual == {"pypi acme": {"evidence": {"registry": "pypi", "project": "acme"}}}
}
