package rules.manifest.version_new_test

import data.lib.testing
import data.rules.manifest.version_new as rule

fresh := testing.collected({"already_published": false, "newer_than_all": true})

target(registry) := {"registry": registry, "project": "acme"}

given(targets, published) := {
	"context": {"registry": {"present": true}},
	"manifest": testing.collected({"version": "1.2.3", "targets": [target(registry) | some registry in targets]}),
	"registry": {"published": testing.collected([testing.changed(target(registry), {"candidate": candidate}) |
		some registry, candidate in published
	])},
}

answer(targets, published) := result if {
	result := {
		"applies": rule.applies,
		"subjects": rule.subjects,
		"holds": rule.holds,
	} with input as given(targets, published)
}

test_passes_when_the_version_is_new_everywhere if {
	answer(["pypi", "npm"], {"pypi": fresh, "npm": fresh}) == {
		"applies": true,
		"subjects": {"pypi acme", "npm acme"},
		"holds": {"pypi acme": true, "npm acme": true},
	}
}

test_denies_a_version_that_is_already_published if {
	published := testing.collected({"already_published": true, "newer_than_all": true})
	answer(["pypi"], {"pypi": published}) == {
		"applies": true,
		"subjects": {"pypi acme"},
		"holds": {"pypi acme": false},
	}
}

test_denies_a_version_that_is_not_newer_than_all if {
	older := testing.collected({"already_published": false, "newer_than_all": false})
	answer(["pypi"], {"pypi": older}) == {"applies": true, "subjects": {"pypi acme"}, "holds": {"pypi acme": false}}
}

test_denies_only_the_target_with_a_newer_version_among_several if {
	older := testing.collected({"already_published": false, "newer_than_all": false})
	answer(["crates", "npm", "pypi"], {"crates": fresh, "npm": older, "pypi": fresh}) == {
		"applies": true,
		"subjects": {"crates acme", "npm acme", "pypi acme"},
		"holds": {"crates acme": true, "npm acme": false, "pypi acme": true},
	}
}

test_leaves_undecided_only_the_target_whose_versions_could_not_be_read if {
	answer(["pypi", "npm"], {"pypi": testing.unread, "npm": fresh}) == {
		"applies": true,
		"subjects": {"pypi acme", "npm acme"},
		"holds": {"npm acme": true},
	}
}

test_leaves_undecided_a_target_that_the_audit_did_not_look_at if {
	answer(["pypi", "npm"], {"npm": fresh}) == {
		"applies": true,
		"subjects": {"pypi acme", "npm acme"},
		"holds": {"npm acme": true},
	}
}

test_leaves_every_target_undecided_when_the_section_is_unreadable if {
	document := testing.changed(given(["pypi"], {}), {"registry": {"published": testing.unread}})
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": {"pypi acme"}, "holds": {}}
}

test_does_not_mistake_another_project_of_the_registry_for_the_target if {
	another := {"registry": "pypi", "project": "acme-extras", "candidate": fresh}
	document := testing.changed(given(["pypi"], {}), {"registry": {"published": testing.collected([another])}})
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": {"pypi acme"}, "holds": {}}
}

test_does_not_apply_without_a_registry_audit if {
	rule.applies == false with input as {"context": {"registry": {"present": false}}}
}

test_does_not_say_whether_it_applies_without_a_context if {
	not rule.applies with input as {}
	not rule.applies == false with input as {}
}

test_has_no_subjects_without_targets if {
	answer([], {"pypi": fresh}) == {"applies": true, "subjects": set(), "holds": {}}
}

test_names_the_version_that_is_not_new if {
	older := testing.collected({"already_published": false, "newer_than_all": false})
	actual := rule.detail with input as given(["pypi", "npm"], {"pypi": older, "npm": fresh})
	actual == {"pypi acme": {
		"message": "Version 1.2.3 is already published on pypi acme or not newer than the newest there",
		"evidence": {"registry": "pypi", "project": "acme", "version": "1.2.3"},
	}}
}

test_opens_nothing_when_the_manifest_is_unreadable if {
	document := testing.unreadable(given(["pypi"], {"pypi": fresh}), "/manifest")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": set(), "holds": {}}
}
