package rules.actions.fork_approval_test

import data.lib.testing
import data.rules.actions.fork_approval as rule

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

subject := "pull requests from forks"

given(policy) := testing.repository("ci_access", {"fork_approval": policy})

test_passes_when_every_outsider_waits if {
	answer(given(testing.collected("all_external_contributors"))) == {"subjects": {subject}, "holds": {subject: true}}
}

test_denies_when_only_some_wait_and_when_nobody_knows_the_word if {
	every policy in ["first_time_contributors", "first_time_contributors_new_to_github", "unknown"] {
		answer(given(testing.collected(policy))) == {"subjects": {subject}, "holds": {subject: false}}
	}
}

test_is_undecided_when_the_policy_could_not_be_read if {
	answer(given(testing.unread)) == {"subjects": {subject}, "holds": {}}
}

test_is_undecided_when_the_section_is_unreadable if {
	answer(testing.unread_section("ci_access")) == {"subjects": {subject}, "holds": {}}
}

test_applies_unless_the_repository_is_known_not_to_be_public if {
	every visibility, expected in {"public": true, "unknown": true, "private": false, "internal": false} {
		rule.applies == expected with input as testing.repository("repository", {"visibility": visibility})
	}
	not rule.applies with input as testing.unread_section("repository")
}

test_names_the_policy if {
	actual := rule.detail with input as given(testing.collected("first_time_contributors"))
	actual == {subject: {"evidence": {"setting": "approval_policy", "value": "first_time_contributors"}}}
}
