package rules.workflow.id_token_in_environment_test

import data.lib.testing
import data.rules.workflow.id_token_in_environment as rule

file := testing.workflow_file(".github/workflows/release.yml", {})

answer(routes) := result if {
	result := {"applies": rule.applies, "subjects": rule.subjects, "holds": rule.holds} with input as testing.workflows([file], routes)
		with data.project as testing.publishing
}

held(route) := answer([route]).holds[route.id]

test_is_undecided_when_the_ways_to_jobs_could_not_be_read if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.workflows_of([file], testing.incomplete)
		with data.project as testing.publishing
	actual == {"subjects": set(), "holds": {}}
}

asking(changes) := testing.route("release.yml: publish", object.union({"id_token": "write"}, changes))

environment(kind, name) := {"environment": {"kind": kind, "name": name, "line": 4}}

test_passes_in_a_declared_environment if {
	held(asking(environment("named", "pypi"))) == true
	held(asking(environment("named", "PyPI"))) == true
}

test_denies_elsewhere if {
	held(asking({})) == false
	held(asking(environment("named", "docs"))) == false
	held(asking(environment("named", ""))) == false
	held(asking(environment("expression", "pypi"))) == false
	held(asking({"is_remote": true})) == false
	held(asking(object.union(environment("named", "pypi"), {"is_remote": true}))) == false
	held(asking({"id_token": "unknown"})) == false
}

test_judges_only_jobs_that_may_ask if {
	answer([asking({"id_token": "none"})]) == {"applies": true, "subjects": set(), "holds": {}}
	answer([asking({"id_token": "read"})]).subjects == set()
}

test_denies_only_the_job_outside_of_it if {
	good := object.union(asking(environment("named", "pypi")), {"id": "release.yml: upload"})
	bad := asking({})
	answer([good, bad]).holds == {good.id: true, bad.id: false}
}

test_names_the_environment if {
	bad := asking(environment("named", "docs"))
	good := object.union(asking(environment("named", "pypi")), {"id": "release.yml: upload"})
	actual := rule.detail with input as testing.workflows([file], [good, bad])
		with data.project as testing.publishing
	actual == {bad.id: {"evidence": {"file": bad.file, "job": "publish", "line": 9, "environment": "docs"}}}
}

test_does_not_apply_without_workflow_files if {
	actual := rule.applies with input as testing.workflows([], [])
	actual == false
}

test_is_undecided_when_the_section_is_unreadable if {
	document := {"workspace": {"workflows": testing.unread}}
	decided := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.project as testing.publishing
	decided == {"subjects": set(), "holds": {}}
	not applies_to(document)
}

applies_to(document) if {
	_ := rule.applies with input as document
}
