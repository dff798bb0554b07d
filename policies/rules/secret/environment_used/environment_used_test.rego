package rules.secret.environment_used_test

import data.lib.testing
import data.rules.secret.environment_used as rule

secrets(names) := testing.collected([{"name": name, "updated_at": ""} | some name in names])

environments(named) := [testing.environment(name, {"secret_names": stored}) | some name, stored in named]

# job: one without an environment that uses no secret, except as `changes` says.
job(id, changes) := testing.changed(
	{
		"id": id,
		"environment": {"kind": "none", "name": "", "line": 0},
		"runner": {"kind": "hosted", "labels": ["ubuntu-latest"]},
		"secrets": {"names": [], "all": false, "inherited": false},
		"uses": [],
	},
	changes,
)

using(environment, names) := {
	"environment": {"kind": "named", "name": environment, "line": 3},
	"secrets": {"names": names, "all": false, "inherited": false},
}

calling(kind) := job("call", {"runner": {"kind": "none", "labels": []}, "uses": [{"text": "a", "line": 4, "kind": kind, "pin": "moving"}]})

given(named, jobs) := {
	"repository": {"environments": testing.collected(environments(named))},
	"workspace": {"workflows": testing.collected({"files": [{"path": "a.yml", "facts": testing.collected({"jobs": jobs})}]})},
}

answer(named, jobs) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(named, jobs)
}

test_passes_when_a_job_of_the_environment_uses_each_in_whatever_case if {
	actual := answer({"pypi": secrets(["A", "B"])}, [job("one", using("PyPI", ["a"])), job("two", using("pypi", ["B"]))])
	actual == {"subjects": {"pypi"}, "holds": {"pypi": true}}
}

test_passes_an_environment_without_secrets if {
	answer({"docs": secrets([])}, []).holds == {"docs": true}
}

test_passes_when_a_job_may_use_any if {
	every how in [{"names": [], "all": true, "inherited": false}, {"names": [], "all": false, "inherited": true}] {
		answer({"pypi": secrets(["A"])}, [job("one", testing.changed(using("pypi", []), {"secrets": how}))]).holds == {"pypi": true}
	}
	every kind in ["remote", "unknown"] {
		answer({"pypi": secrets(["A"])}, [calling(kind)]).holds == {"pypi": true}
	}
}

test_passes_what_a_job_uses_whose_environment_an_expression_decides if {
	either := testing.changed(using("${{ inputs.where }}", ["A"]), {"environment": {"kind": "expression", "name": "${{ inputs.where }}", "line": 3}})
	answer({"pypi": secrets(["A"])}, [job("one", either)]).holds == {"pypi": true}
	answer({"pypi": secrets(["B"])}, [job("one", either)]).holds == {"pypi": false}
	any_secret := testing.changed(either, {"secrets": {"names": [], "all": true, "inherited": false}})
	answer({"pypi": secrets(["B"])}, [job("one", any_secret)]).holds == {"pypi": true}
}

test_denies_what_no_job_of_the_environment_uses if {
	answer({"pypi": secrets(["A"])}, []).holds == {"pypi": false}
	answer({"pypi": secrets(["A"])}, [job("one", using("pypi", ["B"]))]).holds == {"pypi": false}
	answer({"pypi": secrets(["A"])}, [calling("local")]).holds == {"pypi": false}
}

test_denies_what_only_a_job_of_another_environment_uses if {
	every changes in [using("docs", ["A"]), {"secrets": {"names": ["A"], "all": true, "inherited": true}}] {
		answer({"pypi": secrets(["A"])}, [job("one", changes)]).holds == {"pypi": false}
	}
}

test_denies_only_the_environment_with_an_idle_secret_among_several if {
	found := answer({"pypi": secrets(["A", "B"]), "docs": secrets(["A"])}, [job("one", using("pypi", ["A"])), job("two", using("docs", ["A"]))])
	found.holds == {"pypi": false, "docs": true}
}

test_leaves_undecided_only_the_environment_whose_secrets_could_not_be_read if {
	answer({"pypi": testing.unread, "docs": secrets([])}, []) == {"subjects": {"pypi", "docs"}, "holds": {"docs": true}}
}

test_has_no_subjects_without_environments if {
	answer({}, []) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_when_the_environments_are_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("environments")
	actual == {"subjects": set(), "holds": {}}
}

test_opens_nothing_when_the_facts_of_a_workflow_are_unreadable if {
	document := testing.unreadable(given({"pypi": secrets(["A"])}, [job("one", using("pypi", ["A"]))]), "/workspace/workflows/value/files/0/facts")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": {"pypi"}, "holds": {"pypi": false}}
}

test_applies_where_there_are_workflows if {
	rule.applies == true with input as given({}, [])
	rule.applies == false with input as testing.workflows([], [])
	not rule.applies with input as {"workspace": {"workflows": testing.unread}}
}

test_names_the_idle_secrets if {
	actual := rule.detail with input as given({"pypi": secrets(["C", "A", "B"])}, [job("one", using("pypi", ["A"]))])
	actual == {"pypi": {"evidence": {"environment": "pypi", "secrets": ["B", "C"]}}}
}
