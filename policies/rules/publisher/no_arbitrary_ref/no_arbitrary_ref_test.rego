package rules.publisher.no_arbitrary_ref_test

import data.lib.testing
import data.rules.publisher.no_arbitrary_ref as rule

given(publishers, environments) := {
	"registry": {"publishers": testing.collected([testing.publisher(id, changes) | some id, changes in publishers])},
	"repository": {"environments": testing.collected([testing.environment(name, changes) |
		some name, changes in environments
	])},
}

answer(publishers, environments) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(publishers, environments)
}

open := {"deploy_refs": testing.collected({"mode": "any", "patterns": []})}

dispatched := {"from_any_ref": testing.collected(true)}

test_passes_where_only_tags_start_it_or_only_release_refs_deploy if {
	answer({"a": {}}, {"pypi": {}}) == {"subjects": {"a"}, "holds": {"a": true}}
	answer({"a": {}}, {"pypi": open}).holds == {"a": true}
	answer({"a": dispatched}, {"PYPI": {}}).holds == {"a": true}
}

test_denies_any_ref_into_an_environment_that_any_ref_deploys_to if {
	every policy in [
		open,
		{"deploy_refs": testing.collected({"mode": "protected", "patterns": []})},
		{"deploy_refs": testing.collected({"mode": "custom", "patterns": []})},
		{"deploy_refs": testing.collected({"mode": "custom", "patterns": [{"kind": "branch", "pattern": "*", "only_release_refs": false}]})},
	] {
		answer({"a": dispatched}, {"pypi": policy}).holds == {"a": false}
	}
}

test_denies_any_ref_into_an_environment_that_nobody_made if {
	answer({"a": dispatched}, {}).holds == {"a": false}
	answer({"a": object.union(dispatched, {"environment": ""})}, {"pypi": {}}).holds == {"a": false}
	answer({"a": {}}, {}).holds == {"a": true}
}

test_denies_only_the_bad_one_among_several if {
	publishers := {"a": {}, "b": object.union(dispatched, {"environment": "testpypi"}), "c": dispatched}
	answer(publishers, {"pypi": {}, "testpypi": open}).holds == {"a": true, "b": false, "c": true}
}

test_leaves_undecided_what_could_not_be_read_of_either if {
	answer({"a": {"from_any_ref": testing.unread}}, {"pypi": {}}) == {"subjects": {"a"}, "holds": {}}
	answer({"a": {"from_any_ref": testing.unread}}, {}) == {"subjects": {"a"}, "holds": {}}
	answer({"a": {}}, {"pypi": {"deploy_refs": testing.unread}}) == {"subjects": {"a"}, "holds": {}}
}

test_has_no_subjects_without_publishers_and_when_they_are_unreadable if {
	answer({}, {"pypi": {}}) == {"subjects": set(), "holds": {}}
	actual := rule.subjects with input as {"registry": {"publishers": testing.unread}}
	actual == set()
}

test_names_the_workflow_and_the_environment if {
	actual := rule.detail with input as given({"a": dispatched}, {"pypi": open})
	actual == {"a": {"evidence": {
		"publisher": "a",
		"workflow": ".github/workflows/release.yml",
		"environment": "pypi",
	}}}
}

test_opens_nothing_when_the_environments_are_unreadable if {
	document := testing.unreadable(given({"a": dispatched}, {"pypi": {}}), "/repository/environments")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": {"a"}, "holds": {"a": false}}
}
