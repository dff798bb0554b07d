package rules.publisher.environment_guarded_test

import data.lib.testing
import data.rules.publisher.environment_guarded as rule

given(publishers, environments) := {
	"registry": {"publishers": testing.collected([testing.publisher(id, {"environment": environment}) |
		some id, environment in publishers
	])},
	"repository": {"environments": testing.collected([testing.environment(name, changes) |
		some name, changes in environments
	])},
}

answer(publishers, environments) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(publishers, environments)
		with data.parameters.publisher.environment_guarded as {"minimum": 1}
}

exists := "a: it exists"

reviewers := "a: reviewers"

review := "a: no self-review"

bypass := "a: no bypass by administrators"

refs := "a: release refs alone"

all_hold := {exists: true, reviewers: true, review: true, bypass: true, refs: true}

none_holds := {exists: false, reviewers: false, review: false, bypass: false, refs: false}

reviewed(principals, prevent) := {"reviewers": testing.collected({
	"principals": [{"kind": "User", "id": id} | some id in principals],
	"prevent_self_review": prevent,
})}

deploys(mode, patterns) := {"deploy_refs": testing.collected({"mode": mode, "patterns": patterns})}

tags := {"kind": "tag", "pattern": "v*", "only_release_refs": true}

test_passes_when_everything_stands_whatever_the_case_of_its_name if {
	found := answer({"a": "pypi"}, {"PyPI": {}})
	found == {"subjects": object.keys(all_hold), "holds": all_hold}
}

test_denies_every_guard_of_an_environment_that_nobody_made if {
	answer({"a": "pypi"}, {"npm": {}}).holds == none_holds
	answer({"a": ""}, {"npm": {}}).holds == none_holds
	answer({"a": "pypi"}, {}).holds == none_holds
}

test_denies_too_few_reviewers_and_self_review if {
	answer({"a": "pypi"}, {"pypi": reviewed([], true)}).holds == object.union(all_hold, {reviewers: false})
	answer({"a": "pypi"}, {"pypi": reviewed(["1"], false)}).holds == object.union(all_hold, {review: false})
}

test_reviewers_are_counted_against_the_minimum if {
	found := rule.holds[reviewers] with input as given({"a": "pypi"}, {"pypi": reviewed(["1"], true)})
		with data.parameters.publisher.environment_guarded as {"minimum": 2}
	found == false
	enough := rule.holds[reviewers] with input as given({"a": "pypi"}, {"pypi": reviewed(["1", "2"], true)})
		with data.parameters.publisher.environment_guarded as {"minimum": 2}
	enough == true
}

test_denies_a_bypass_by_administrators if {
	answer({"a": "pypi"}, {"pypi": {"admins_bypass": testing.collected(true)}}).holds == object.union(all_hold, {bypass: false})
}

test_denies_refs_that_are_no_release_refs if {
	every policy in [
		deploys("any", []),
		deploys("protected", []),
		deploys("custom", []),
		deploys("any", [tags]),
		deploys("custom", [tags, {"kind": "branch", "pattern": "*", "only_release_refs": false}]),
		deploys("custom", [{"kind": "unknown", "pattern": "v*", "only_release_refs": true}]),
	] {
		answer({"a": "pypi"}, {"pypi": policy}).holds == object.union(all_hold, {refs: false})
	}
}

test_denies_only_the_bad_one_among_several if {
	found := answer({"a": "pypi", "b": "testpypi"}, {"pypi": {}, "testpypi": deploys("any", [])})
	{subject | some subject, holds in found.holds; holds == false} == {"b: release refs alone"}
	count(found.holds) == 10
}

test_leaves_undecided_only_what_could_not_be_read if {
	answer({"a": "pypi"}, {"pypi": {"reviewers": testing.unread}}).holds == {exists: true, bypass: true, refs: true}
	answer({"a": "pypi"}, {"pypi": {"admins_bypass": testing.unread}}).holds == object.remove(all_hold, [bypass])
	answer({"a": "pypi"}, {"pypi": {"deploy_refs": testing.unread}}).holds == object.remove(all_hold, [refs])
}

test_has_no_subjects_without_publishers_and_when_they_are_unreadable if {
	answer({}, {"pypi": {}}) == {"subjects": set(), "holds": {}}
	actual := rule.subjects with input as {"registry": {"publishers": testing.unread}}
	actual == set()
}

test_denies_while_the_host_would_refuse_when_the_environments_are_unreadable if {
	document := testing.changed(given({"a": "pypi"}, {}), {"repository": {"environments": testing.unread}})
	actual := rule.holds with input as document
	actual == none_holds
}

test_names_the_guard if {
	document := given({"a": "pypi"}, {"pypi": {"admins_bypass": testing.collected(true)}})
	actual := rule.detail with input as document with data.parameters.publisher.environment_guarded as {"minimum": 1}
	actual == {bypass: {"evidence": {"publisher": "a", "environment": "pypi", "guard": "no bypass by administrators"}}}
}
