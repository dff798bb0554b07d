package rules.branch.workflow_pushes_restricted_test

import data.lib.testing
import data.rules.branch.workflow_pushes_restricted as rule

document(visibility, restricted) := {"repository": {
	"repository": testing.collected({"visibility": visibility}),
	"workflow_paths_restricted": restricted,
}}

answer(restricted) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document("private", restricted)
}

test_passes_when_pushes_are_restricted if {
	answer(testing.fact(true)) == {"subjects": {".github/workflows"}, "holds": {".github/workflows": true}}
}

test_denies_when_pushes_are_not_restricted if {
	answer(testing.fact(false)) == {"subjects": {".github/workflows"}, "holds": {".github/workflows": false}}
}

test_applies_to_all_but_public_repositories if {
	every visibility, expected in {"private": true, "internal": true, "unknown": true, "public": false} {
		actual := rule.applies with input as document(visibility, testing.fact(false))
		actual == expected
	}
}

test_does_not_say_whether_it_applies_when_the_repository_is_unreadable if {
	unread := {value | value := rule.applies} with input as testing.unread_section("repository")
	unread == set()
}

test_decides_nothing_when_it_could_not_be_read if {
	answer(testing.unread) == {"subjects": {".github/workflows"}, "holds": {}}
	answer(testing.incomplete) == {"subjects": {".github/workflows"}, "holds": {}}
}

test_names_the_rulesets_that_were_looked_at if {
	actual := rule.detail with input as document("private", testing.fact(false))
	actual == {".github/workflows": {"evidence": {"setting": "workflow_paths_restricted", "because": ["ruleset 1"]}}}
}
