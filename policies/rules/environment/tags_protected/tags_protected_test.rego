package rules.environment.tags_protected_test

import data.lib.testing
import data.rules.environment.tags_protected as rule

tag := "refs/tags/v*"

subject := "pypi from refs/tags/v*"

release := {"kind": "tag", "pattern": "v*", "only_release_refs": true}

deploys(mode, patterns) := testing.environment("pypi", {"deploy_refs": testing.collected({"mode": mode, "patterns": patterns})})

given(environments, refs) := {"repository": {
	"environments": testing.collected(environments),
	"effective_protection": testing.collected(refs),
}}

answer_of(environments, refs, declared) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(environments, refs)
		with data.project as {"environments": declared, "release_tags": ["v*"]}
}

answer(environment, changes) := answer_of([environment], [testing.tag(tag, changes)], ["pypi"])

passes := {"subjects": {subject}, "holds": {subject: true}}

denies := {"subjects": {subject}, "holds": {subject: false}}

test_passes_when_the_policy_is_for_tags_and_the_tags_are_protected if {
	answer(deploys("custom", [release]), {}) == passes
	answer(deploys("custom", [release, {"kind": "branch", "pattern": "main", "only_release_refs": true}]), {}) == passes
}

test_passes_when_no_tag_deploys if {
	answer(deploys("protected", []), {}) == passes
	answer(deploys("custom", []), {}) == passes
}

test_denies_a_policy_for_branches_that_is_named_like_the_tags if {
	answer(deploys("custom", [{"kind": "branch", "pattern": "v*", "only_release_refs": true}]), {}) == denies
}

test_denies_a_policy_of_no_known_kind if {
	answer(deploys("custom", [release, {"kind": "unknown", "pattern": "v*", "only_release_refs": true}]), {}) == denies
}

test_denies_a_policy_for_tags_that_no_release_is_cut_from if {
	answer(deploys("custom", [{"kind": "tag", "pattern": "*", "only_release_refs": false}]), {}) == denies
}

test_denies_when_every_ref_deploys if {
	answer(deploys("any", []), {}) == denies
}

test_denies_a_tag_that_is_open_in_one_way if {
	every fact in ["creation_restricted", "update_restricted", "deletion_blocked"] {
		answer(deploys("custom", [release]), {fact: testing.fact(false)}) == denies
	}
}

test_denies_an_environment_that_does_not_exist if {
	answer_of([], [testing.tag(tag, {})], ["pypi"]) == denies
}

test_denies_only_the_bad_ones_among_several if {
	refs := [testing.tag(tag, {}), testing.tag("refs/tags/w*", {"update_restricted": testing.fact(false)})]
	environments := [testing.environment("pypi", {}), testing.environment("npm", {"deploy_refs": testing.collected({"mode": "any", "patterns": []})})]
	answer_of(environments, refs, ["pypi", "npm"]).holds == {
		"pypi from refs/tags/v*": true,
		"pypi from refs/tags/w*": false,
		"npm from refs/tags/v*": false,
		"npm from refs/tags/w*": false,
	}
}

test_is_undecided_when_one_part_could_not_be_read if {
	answer(testing.environment("pypi", {"deploy_refs": testing.unread}), {}) == {"subjects": {subject}, "holds": {}}
	every fact in ["creation_restricted", "update_restricted", "deletion_blocked"] {
		answer(deploys("custom", [release]), {fact: testing.unread}) == {"subjects": {subject}, "holds": {}}
	}
}

test_has_no_subjects_when_protection_is_unreadable if {
	document := {"repository": {"environments": testing.collected([]), "effective_protection": testing.unread}}
	actual := rule.subjects with input as document with data.project as {"environments": ["pypi"], "release_tags": ["v*"]}
	actual == set()
}

test_applies_where_tags_are_released if {
	rule.applies == true with data.project as {"release_tags": ["v*"]}
	rule.applies == false with input as given([], []) with data.project as {"release_tags": []}
}

test_names_the_environment_and_the_tag if {
	actual := rule.detail with input as given([deploys("any", [])], [testing.tag(tag, {})])
		with data.project as {"environments": ["pypi"], "release_tags": ["v*"]}
	actual == {subject: {"evidence": {"environment": "pypi", "tag": tag}}}
}

test_opens_nothing_when_the_environments_are_unreadable if {
	document := testing.unreadable(given([], [testing.tag(tag, {})]), "/repository/environments")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.project as {"environments": ["pypi"], "release_tags": ["v*"]}
	actual == {"subjects": {"pypi from refs/tags/v*"}, "holds": {"pypi from refs/tags/v*": false}}
}
