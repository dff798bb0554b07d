package rules.secret.used_test

import data.lib.testing
import data.rules.secret.used as rule

names(secrets) := testing.collected([{"name": name, "updated_at": ""} | some name in secrets])

job(changes) := {"id": "publish", "secrets": testing.changed({"names": [], "all": false, "inherited": false}, changes)}

given(secrets, jobs) := {
	"repository": {"secret_names": testing.collected([
		{"scope": "repository", "names": names(secrets)},
		{"scope": "organization", "names": names(["ELSEWHERE"])},
	])},
	"workspace": {"workflows": testing.collected({"files": [{"path": "a.yml", "facts": testing.collected({"jobs": jobs})}]})},
}

answer(secrets, jobs) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(secrets, jobs)
}

test_passes_when_a_job_uses_it_in_whatever_case if {
	answer(["A", "B"], [job({"names": ["a"]}), job({"names": ["B"]})]) == {"subjects": {"A", "B"}, "holds": {"A": true, "B": true}}
}

test_passes_when_a_job_may_use_any if {
	answer(["A"], [job({"all": true})]).holds == {"A": true}
	answer(["A"], [job({}), job({"inherited": true})]).holds == {"A": true}
}

test_denies_a_secret_that_no_job_uses if {
	answer(["A"], [job({"names": ["B"]})]) == {"subjects": {"A"}, "holds": {"A": false}}
	answer(["A"], []).holds == {"A": false}
}

test_denies_only_the_idle_one_among_several if {
	answer(["A", "B", "C"], [job({"names": ["A", "C"]})]).holds == {"A": true, "B": false, "C": true}
}

test_has_no_subjects_without_secrets if {
	answer([], [job({})]) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_when_the_secrets_are_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("secret_names")
	actual == {"subjects": set(), "holds": {}}
}

test_applies_where_there_are_workflows if {
	rule.applies == true with input as given([], [])
	rule.applies == false with input as testing.workflows([], [])
	not rule.applies with input as {"workspace": {"workflows": testing.unread}}
}

test_names_the_secret if {
	actual := rule.detail with input as given(["A", "B"], [job({"names": ["A"]})])
	actual == {"B": {"evidence": {"secret": "B"}}}
}

test_opens_nothing_when_the_names_are_unreadable if {
	document := testing.unreadable(given(["A"], [job({})]), "/repository/secret_names/value/0/names")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": set(), "holds": {}}
}

test_opens_nothing_when_the_facts_of_a_workflow_are_unreadable if {
	document := testing.unreadable(given(["A"], [job({"names": ["A"]})]), "/workspace/workflows/value/files/0/facts")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": {"A"}, "holds": {"A": false}}
}
