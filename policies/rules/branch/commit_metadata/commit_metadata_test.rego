package rules.branch.commit_metadata_test

import data.lib.testing
import data.rules.branch.commit_metadata as rule

all := ["message", "author", "committer"]

answer(refs, patterns) := result if {
	document := testing.protection([testing.branch(ref, facts) | some ref, facts in refs])
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.branch.commit_metadata as {"patterns": patterns}
}

three := {sprintf("refs/heads/main %s", [name]) | some name in all}

denied(holds) := {s | some s, value in holds; value == false}

test_passes_when_every_pattern_is_demanded if {
	answer({"refs/heads/main": {}}, all) == {"subjects": three, "holds": {s: true | some s in three}}
}

test_denies_only_the_pattern_that_is_not_demanded if {
	every name in all {
		facts := {sprintf("%s_pattern", [name]): testing.fact(false)}
		denied(answer({"refs/heads/main": facts}, all).holds) == {sprintf("refs/heads/main %s", [name])}
	}
}

test_denies_only_the_branch_without_a_pattern_among_several if {
	refs := {"refs/heads/main": {}, "refs/heads/release/1": {"author_pattern": testing.fact(false)}}
	denied(answer(refs, all).holds) == {"refs/heads/release/1 author"}
}

test_asks_only_for_the_declared_patterns if {
	facts := {"message_pattern": testing.fact(false)}
	answer({"refs/heads/main": facts}, ["author"]) == {"subjects": {"refs/heads/main author"}, "holds": {"refs/heads/main author": true}}
}

test_leaves_undecided_only_the_pattern_that_could_not_be_read if {
	every name in all {
		facts := {sprintf("%s_pattern", [name]): testing.unread}
		found := answer({"refs/heads/main": facts}, all)
		found.subjects - object.keys(found.holds) == {sprintf("refs/heads/main %s", [name])}
	}
}

test_decides_nothing_without_a_parameter if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.protection([testing.branch("refs/heads/main", {})])
		with data.parameters.branch.commit_metadata as {}
	actual == {"subjects": set(), "holds": {}}
}

test_decides_nothing_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("effective_protection")
		with data.parameters.branch.commit_metadata as {"patterns": all}
	actual == {"subjects": set(), "holds": {}}
}

test_judges_no_tag if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.protection([testing.tag("refs/tags/v*", {})])
		with data.parameters.branch.commit_metadata as {"patterns": all}
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_pattern_that_is_not_demanded if {
	facts := {sprintf("%s_pattern", [name]): testing.fact(false) | some name in all}
	actual := rule.detail with input as testing.protection([testing.branch("refs/heads/main", facts)])
		with data.parameters.branch.commit_metadata as {"patterns": all}
	actual == {sprintf("refs/heads/main %s", [name]): {"evidence": {"setting": sprintf("%s_pattern", [name]), "because": ["ruleset 1"]}} | some name in all}
}
