package rules.workflow.job_permissions_least_test

import data.lib.testing
import data.rules.workflow.job_permissions_least as rule

file := testing.workflow_file(".github/workflows/release.yml", {})

answer(routes) := result if {
	result := {"applies": rule.applies, "subjects": rule.subjects, "holds": rule.holds} with input as testing.workflows([file], routes)
		with data.project as testing.publishing
		with data.parameters.workflow.job_permissions_least as {"writes": ["attestations", "id-token"]}
}

held(route) := answer([route]).holds[route.id]

test_is_undecided_when_the_ways_to_jobs_could_not_be_read if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.workflows_of([file], testing.incomplete)
		with data.project as testing.publishing
	actual == {"subjects": set(), "holds": {}}
}

permitted(otherwise, scopes) := testing.route("release.yml: publish", {"uploads": true, "permissions": {
	"source": "job",
	"line": 3,
	"otherwise": otherwise,
	"scopes": [{"scope": scope, "access": access} | some scope, access in scopes],
}})

test_passes_what_a_publish_takes if {
	held(permitted("none", {"id-token": "write", "contents": "read"})) == true
	held(permitted("none", {"id-token": "write", "attestations": "write"})) == true
	held(permitted("read", {})) == true
	held(permitted("none", {})) == true
}

test_denies_more_than_that if {
	held(permitted("none", {"id-token": "write", "contents": "write"})) == false
	held(permitted("none", {"packages": "unknown"})) == false
	held(permitted("write", {})) == false
	held(permitted("unknown", {"id-token": "none"})) == false
}

test_passes_what_the_project_allows_beside_it if {
	route := permitted("none", {"contents": "write"})
	holds := rule.holds with input as testing.workflows([file], [route])
		with data.project as testing.publishing
		with data.parameters.workflow.job_permissions_least as {"writes": ["contents"]}
	holds == {route.id: true}
}

test_denies_only_the_job_that_may_more if {
	good := testing.route("release.yml: upload", {"uploads": true})
	bad := permitted("none", {"contents": "write"})
	answer([good, bad]).holds == {good.id: true, bad.id: false}
}

test_judges_no_job_that_cannot_publish if {
	route := object.union(permitted("write", {}), {"uploads": false})
	answer([route]).subjects == set()
}

test_names_the_scopes if {
	route := permitted("none", {"contents": "write", "id-token": "write"})
	actual := rule.detail with input as testing.workflows([file], [route, testing.route("release.yml: upload", {"uploads": true})])
		with data.project as testing.publishing
		with data.parameters.workflow.job_permissions_least as {"writes": ["attestations", "id-token"]}
	actual == {route.id: {"evidence": {"file": route.file, "job": "publish", "line": 9, "writes": ["contents"]}}}
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
