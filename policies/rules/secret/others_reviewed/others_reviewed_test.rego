package rules.secret.others_reviewed_test

import data.lib.testing
import data.rules.secret.others_reviewed as rule

names(secrets) := [{"name": name, "updated_at": ""} | some name in secrets]

given(dependabot, codespaces, agents) := testing.sections({
	"secret_names": [
		{"scope": "repository", "names": testing.collected(names(["ACTIONS_TOKEN"]))},
		{"scope": "dependabot", "names": testing.collected(names(dependabot))},
	],
	"codespaces_secret_names": names(codespaces),
	"agent_secret_names": [{"scope": "repository", "names": testing.collected(names(agents))}],
})

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.secret.others_reviewed as {"reviewed": ["mirror_token"]}
}

test_passes_when_each_was_reviewed if {
	answer(given(["MIRROR_TOKEN"], ["MIRROR_TOKEN"], ["MIRROR_TOKEN"])) == {
		"subjects": {
			"MIRROR_TOKEN in dependabot secrets",
			"MIRROR_TOKEN in codespaces secrets",
			"MIRROR_TOKEN in agent secrets",
		},
		"holds": {
			"MIRROR_TOKEN in dependabot secrets": true,
			"MIRROR_TOKEN in codespaces secrets": true,
			"MIRROR_TOKEN in agent secrets": true,
		},
	}
}

test_denies_what_was_not_wherever_it_is if {
	answer(given(["A"], [], [])).holds == {"A in dependabot secrets": false}
	answer(given([], ["A"], [])).holds == {"A in codespaces secrets": false}
	answer(given([], [], ["A"])).holds == {"A in agent secrets": false}
}

test_denies_only_the_bad_one_among_several if {
	answer(given(["MIRROR_TOKEN", "A"], [], [])).holds == {
		"MIRROR_TOKEN in dependabot secrets": true,
		"A in dependabot secrets": false,
	}
}

test_has_no_subjects_without_such_secrets if {
	answer(given([], [], [])) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_of_what_is_unreadable if {
	every section in ["secret_names", "codespaces_secret_names", "agent_secret_names"] {
		answer(testing.unread_section(section)) == {"subjects": set(), "holds": {}}
	}
}

test_names_the_secret_and_where_it_is if {
	actual := rule.detail with input as given(["A"], [], [])
		with data.parameters.secret.others_reviewed as {"reviewed": []}
	actual == {"A in dependabot secrets": {"evidence": {"secret": "A", "kind": "dependabot"}}}
}

test_opens_nothing_when_the_names_of_one_scope_are_unreadable if {
	document := testing.unreadable(given(["MIRROR_TOKEN"], [], []), "/repository/secret_names/value/1/names")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.secret.others_reviewed as {"reviewed": []}
	actual == {"subjects": set(), "holds": {}}
}

test_opens_nothing_when_the_names_of_agents_are_unreadable if {
	document := testing.unreadable(given([], [], ["MIRROR_TOKEN"]), "/repository/agent_secret_names/value/0/names")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.secret.others_reviewed as {"reviewed": []}
	actual == {"subjects": set(), "holds": {}}
}
