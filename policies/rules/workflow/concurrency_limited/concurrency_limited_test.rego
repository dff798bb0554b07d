package rules.workflow.concurrency_limited_test

import data.lib.testing
import data.rules.workflow.concurrency_limited as rule

a := ".github/workflows/a.yml"

b := ".github/workflows/b.yml"

routes := [testing.route("a.yml: publish", {"uploads": true, "entry": a, "file": a}), testing.route("b.yml: publish", {"uploads": true, "entry": b, "file": b})]

# nothing: every detector of the rule ran and found nothing.
nothing := {detector: testing.collected([]) | some detector in rule.detectors}

found(detector, changes) := testing.changed(nothing, {detector: testing.collected([testing.finding(changes)])})

answer(files) := result if {
	given := [testing.workflow_file(path, findings) | some path, findings in files]
	result := {"applies": rule.applies, "subjects": rule.subjects, "holds": rule.holds} with input as testing.workflows(given, routes)
		with data.project as testing.publishing
}

denied(files) := {subject | some subject, held in answer(files).holds; held == false}

test_passes_when_every_detector_ran_and_found_nothing if {
	actual := answer({a: nothing, b: nothing})
	actual.applies == true
	actual.subjects == {sprintf("%s: %s", [path, detector]) | some path in [a, b]; some detector in rule.detectors}
	actual.holds == {subject: true | some subject in actual.subjects}
}

test_denies_only_the_file_and_detector_with_a_finding if {
	every detector in rule.detectors {
		denied({a: nothing, b: found(detector, {})}) == {sprintf("%s: %s", [b, detector])}
	}
}

test_denies_findings_for_every_persona if {
	every persona in ["regular", "pedantic", "auditor"] {
		denied({a: found("concurrency-limits", {"persona": persona})}) == {sprintf("%s: concurrency-limits", [a])}
	}
}

test_passes_what_other_detectors_found if {
	denied({a: object.union(nothing, {"obfuscation": testing.collected([testing.finding({})])})}) == set()
}

test_leaves_undecided_only_what_a_detector_that_did_not_run_would_decide if {
	every unknown in [testing.unread, testing.incomplete] {
		actual := answer({a: testing.changed(nothing, {"concurrency-limits": unknown}), b: nothing})
		actual.subjects - object.keys(actual.holds) == {sprintf("%s: concurrency-limits", [a])}
	}
}

test_leaves_a_file_undecided_that_no_detector_is_listed_for if {
	actual := answer({a: {}, b: nothing})
	actual.subjects - object.keys(actual.holds) == {sprintf("%s: %s", [a, detector]) | some detector in rule.detectors}
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

test_judges_no_file_that_nothing_is_published_from if {
	given := [testing.workflow_file(a, found("concurrency-limits", {}))]
	routes_of_others := [testing.route("a.yml: test", {"entry": a, "file": a})]
	subjects := rule.subjects with input as testing.workflows(given, routes_of_others)
		with data.project as testing.publishing
	subjects == set()
}

test_names_the_lines if {
	given := [testing.workflow_file(a, found("concurrency-limits", {"line": 7, "job": "build"})), testing.workflow_file(b, nothing)]
	actual := rule.detail with input as testing.workflows(given, routes)
		with data.project as testing.publishing
	subject := sprintf("%s: concurrency-limits", [a])
	actual == {subject: {"evidence": [{"file": a, "detector": "concurrency-limits", "line": 7, "job": "build"}]}}
}

test_opens_nothing_when_the_routes_are_unreadable if {
	document := testing.unreadable(testing.workflows([testing.workflow_file(a, nothing)], routes), "/workspace/workflows/value/routes")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.project as testing.publishing
	actual == {"subjects": set(), "holds": {}}
}
