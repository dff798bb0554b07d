package rules.manifest.targets_declared_test

import data.lib.testing
import data.rules.manifest.targets_declared as rule

pypi := {"registry": "pypi", "project": "acme"}

given(targets) := {"manifest": testing.collected({"targets": targets})}

answer(targets, declared) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(targets)
		with data.project as {"targets": declared}
}

test_passes_when_every_target_is_declared if {
	answer([pypi], [pypi, {"registry": "npm", "project": "acme"}]) == {
		"subjects": {"pypi acme"},
		"holds": {"pypi acme": true},
	}
}

test_denies_another_registry_and_another_name if {
	others := [{"registry": "testpypi", "project": "acme"}, {"registry": "pypi", "project": "acme-evil"}]
	every other in others {
		subject := sprintf("%s %s", [other.registry, other.project])
		answer([other], [pypi]) == {"subjects": {subject}, "holds": {subject: false}}
	}
}

test_denies_only_the_target_that_nobody_declared_among_several if {
	answer([pypi, {"registry": "pypi", "project": "acme-evil"}], [pypi]) == {
		"subjects": {"pypi acme", "pypi acme-evil"},
		"holds": {"pypi acme": true, "pypi acme-evil": false},
	}
}

test_has_no_subjects_when_the_project_declares_none if {
	answer([pypi], []) == {"subjects": set(), "holds": {}}
}

test_has_no_subjects_when_the_manifest_has_none_and_when_it_is_unreadable if {
	answer([], [pypi]) == {"subjects": set(), "holds": {}}
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as {"manifest": testing.unread}
		with data.project as {"targets": [pypi]}
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_target if {
	actual := rule.detail with input as given([{"registry": "npm", "project": "acme"}]) with data.project as {"targets": [pypi]}
	actual == {"npm acme": {"evidence": {"registry": "npm", "project": "acme"}}}
}
