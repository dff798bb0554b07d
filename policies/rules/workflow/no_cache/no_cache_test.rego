package rules.workflow.no_cache_test

import data.lib.testing
import data.rules.workflow.no_cache as rule

a := ".github/workflows/a.yml"

publish := testing.route("a.yml: publish", {"uploads": true, "entry": a, "file": a, "job": "publish"})

upload := testing.route("a.yml: upload", {"uploads": true, "entry": a, "file": a, "job": "upload"})

build := testing.route("a.yml: build", {"entry": a, "file": a, "job": "build"})

nothing := {detector: testing.collected([]) | some detector in rule.detectors}

found(detector, changes) := testing.changed(nothing, {detector: testing.collected([testing.finding(changes)])})

answer(findings) := result if {
	document := testing.workflows([testing.workflow_file(a, findings)], [publish, upload, build])
	result := {"applies": rule.applies, "subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.project as testing.publishing
}

denied(findings) := {subject | some subject, held in answer(findings).holds; held == false}

test_passes_when_every_detector_ran_and_found_nothing if {
	actual := answer(nothing)
	actual.applies == true
	actual.subjects == {sprintf("%s: %s: %s", [a, job, detector]) | some job in ["publish", "upload"]; some detector in rule.detectors}
	actual.holds == {subject: true | some subject in actual.subjects}
}

test_denies_only_the_job_with_a_finding if {
	every detector in rule.detectors {
		denied(found(detector, {"job": "publish"})) == {sprintf("%s: publish: %s", [a, detector])}
	}
}

test_denies_every_publishing_job_for_what_is_found_outside_of_all if {
	denied(found("cache-poisoning", {"job": ""})) == {sprintf("%s: %s: cache-poisoning", [a, job]) | some job in ["publish", "upload"]}
}

test_passes_what_is_found_in_a_job_that_cannot_publish if {
	denied(found("cache-poisoning", {"job": "build"})) == set()
}

test_passes_what_only_auditors_and_tidy_people_want_to_know if {
	every persona in ["pedantic", "auditor"] {
		denied(found("cache-poisoning", {"job": "publish", "persona": persona})) == set()
	}
}

test_leaves_undecided_only_what_a_detector_that_did_not_run_would_decide if {
	every unknown in [testing.unread, testing.incomplete] {
		actual := answer(testing.changed(nothing, {"cache-poisoning": unknown}))
		actual.subjects - object.keys(actual.holds) == {sprintf("%s: %s: cache-poisoning", [a, job]) | some job in ["publish", "upload"]}
	}
}

test_leaves_undecided_what_no_detector_is_listed_for if {
	actual := answer({})
	count(actual.subjects) == 2 * count(rule.detectors)
	actual.holds == {}
}

test_has_no_subjects_when_no_job_is_known_to_publish if {
	subjects := rule.subjects with input as testing.workflows([testing.workflow_file(a, nothing)], [build])
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
	not applies_to(document)
}

applies_to(document) if {
	_ := rule.applies with input as document
}

test_names_the_lines if {
	document := testing.workflows([testing.workflow_file(a, found("cache-poisoning", {"line": 7, "job": "publish"}))], [publish, upload])
	actual := rule.detail with input as document
		with data.project as testing.publishing
	subject := sprintf("%s: publish: cache-poisoning", [a])
	actual == {subject: {"evidence": [{"file": a, "job": "publish", "detector": "cache-poisoning", "line": 7}]}}
}

test_opens_nothing_when_the_routes_are_unreadable if {
	document := testing.unreadable(testing.workflows([testing.workflow_file(a, nothing)], [publish]), "/workspace/workflows/value/routes")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.project as testing.publishing
	actual == {"subjects": set(), "holds": {}}
}
