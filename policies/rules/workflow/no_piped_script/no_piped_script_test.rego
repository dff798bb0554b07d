package rules.workflow.no_piped_script_test

import data.lib.testing
import data.rules.workflow.no_piped_script as rule

a := ".github/workflows/a.yml"

publish := testing.route("a.yml: publish", {"uploads": true, "entry": a, "file": a, "job": "publish"})

upload := testing.route("a.yml: upload", {"uploads": true, "entry": a, "file": a, "job": "upload"})

build := testing.route("a.yml: build", {"entry": a, "file": a, "job": "build"})

nothing := testing.collected([])

at(lines) := testing.collected([{"line": line} | some line in lines])

given(jobs) := testing.workflows(
	[testing.changed(testing.workflow_file(a, {}), {"facts": testing.collected({"jobs": [{"id": id, "piped_scripts": found} | some id, found in jobs]})})],
	[publish, upload, build],
)

answer(document) := result if {
	result := {"applies": rule.applies, "subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.project as testing.publishing
}

one := sprintf("%s: publish", [a])

two := sprintf("%s: upload", [a])

test_passes_when_no_publishing_job_runs_what_it_fetches if {
	answer(given({"publish": nothing, "upload": nothing, "build": nothing})) == {
		"applies": true,
		"subjects": {one, two},
		"holds": {one: true, two: true},
	}
}

test_denies_only_the_job_that_does if {
	answer(given({"publish": at([7]), "upload": nothing, "build": nothing})).holds == {one: false, two: true}
}

test_passes_a_job_that_cannot_publish if {
	answer(given({"publish": nothing, "upload": nothing, "build": at([7])})).holds == {one: true, two: true}
}

test_denies_a_job_that_its_file_does_not_have if {
	answer(given({"publish": nothing})).holds == {one: true, two: false}
}

test_leaves_undecided_only_the_job_that_could_not_be_looked_at if {
	found := answer(given({"publish": testing.unread, "upload": nothing, "build": nothing}))
	found.subjects == {one, two}
	found.holds == {two: true}
}

test_has_no_subjects_when_no_job_is_known_to_publish if {
	subjects := rule.subjects with input as testing.workflows([testing.workflow_file(a, {})], [build])
		with data.project as testing.publishing
	subjects == set()
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
}

test_opens_nothing_when_routes_or_facts_are_unreadable if {
	document := given({"publish": nothing, "upload": nothing})
	every place in ["routes", "files/0/facts"] {
		unreadable := testing.unreadable(document, sprintf("/workspace/workflows/value/%s", [place]))
		found := {"subjects": rule.subjects, "holds": rule.holds} with input as unreadable
			with data.project as testing.publishing
		found.holds == {}
	}
}

test_names_the_lines if {
	actual := rule.detail with input as given({"publish": at([7, 9]), "upload": nothing})
		with data.project as testing.publishing
	actual == {one: {"evidence": [{"file": a, "job": "publish", "line": 7}, {"file": a, "job": "publish", "line": 9}]}}
}
