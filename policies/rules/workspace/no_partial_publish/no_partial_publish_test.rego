package rules.workspace.no_partial_publish_test

import data.lib.testing
import data.rules.workspace.no_partial_publish as rule

target(registry) := {"registry": registry, "project": "acme"}

given(targets, states) := {
	"context": {"registry": {"present": true}},
	"manifest": testing.collected({"version": "1.2.3", "targets": [target(registry) | some registry in targets]}),
	"registry": {"publication": testing.collected([testing.changed(target(registry), {"state": state}) |
		some registry, state in states
	])},
}

answer(targets, states) := result if {
	result := {"applies": rule.applies, "subjects": rule.subjects, "holds": rule.holds} with input as given(targets, states)
}

test_passes_when_nothing_or_everything_is_published if {
	answer(["pypi", "testpypi"], {"pypi": testing.collected("none"), "testpypi": testing.collected("complete")}) == {
		"applies": true,
		"subjects": {"pypi acme", "testpypi acme"},
		"holds": {"pypi acme": true, "testpypi acme": true},
	}
}

test_denies_a_part_and_denies_other_files if {
	answer(["pypi", "testpypi"], {"pypi": testing.collected("partial"), "testpypi": testing.collected("different")}) == {
		"applies": true,
		"subjects": {"pypi acme", "testpypi acme"},
		"holds": {"pypi acme": false, "testpypi acme": false},
	}
}

test_denies_only_the_bad_one_among_several if {
	states := {"npm": testing.collected("none"), "pypi": testing.collected("partial")}
	answer(["npm", "pypi"], states).holds == {"npm acme": true, "pypi acme": false}
}

test_leaves_undecided_what_could_not_be_read_or_was_not_looked_at if {
	answer(["pypi", "npm"], {"pypi": testing.unread}).subjects == {"pypi acme", "npm acme"}
	answer(["pypi", "npm"], {"pypi": testing.unread}).holds == {}
}

test_leaves_every_target_undecided_when_the_section_is_unreadable if {
	document := testing.changed(given(["pypi"], {}), {"registry": {"publication": testing.unread}})
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": {"pypi acme"}, "holds": {}}
}

test_does_not_mistake_another_project_of_the_registry_for_the_target if {
	another := {"registry": "pypi", "project": "acme-extras", "state": testing.collected("none")}
	document := testing.changed(given(["pypi"], {}), {"registry": {"publication": testing.collected([another])}})
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
	answer([], {"pypi": testing.collected("none")}) == {"applies": true, "subjects": set(), "holds": {}}
}

test_names_the_version_that_was_left_behind if {
	actual := rule.detail with input as given(["pypi"], {"pypi": testing.collected("partial")})
	actual == {"pypi acme": {
		"message": "Version 1.2.3 is published on pypi acme with files that are not all of the manifest's",
		"evidence": {"registry": "pypi", "project": "acme", "version": "1.2.3"},
	}}
}

test_opens_nothing_when_the_manifest_is_unreadable if {
	document := testing.unreadable(given(["pypi"], {"pypi": testing.collected("none")}), "/manifest")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": set(), "holds": {}}
}
