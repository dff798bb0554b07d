package rules.workflow.publish_apart_test

import data.lib.testing
import data.rules.workflow.publish_apart as rule

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

running(code, changes) := testing.route("release.yml: publish", object.union({"uploads": true, "project_code": code}, changes))

test_passes_when_it_only_uploads if {
	held(running([], {})) == true
}

test_denies_whatever_brings_code_in if {
	every kind in ["checkout", "local-action", "commands"] {
		held(running([{"kind": kind, "line": 12}], {})) == false
	}
}

test_denies_what_cannot_be_read if {
	held(running([], {"is_remote": true})) == false
}

test_judges_no_job_that_cannot_publish if {
	answer([running([{"kind": "commands", "line": 12}], {"uploads": false})]).subjects == set()
}

test_denies_only_the_job_that_builds if {
	good := running([], {"id": "release.yml: upload"})
	bad := running([{"kind": "checkout", "line": 12}], {})
	answer([good, bad]).holds == {good.id: true, bad.id: false}
}

test_names_the_lines if {
	bad := running([{"kind": "checkout", "line": 12}], {})
	actual := rule.detail with input as testing.workflows([file], [running([], {"id": "release.yml: upload"}), bad])
		with data.project as testing.publishing
	actual == {bad.id: {"evidence": {"file": bad.file, "job": "publish", "lines": [12]}}}
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
