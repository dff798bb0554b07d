package rules.workflow.verified_first_test

import data.lib.testing
import data.rules.workflow.verified_first as rule

file := testing.workflow_file(".github/workflows/release.yml", {})

answer(routes) := result if {
	result := {"applies": rule.applies, "subjects": rule.subjects, "holds": rule.holds} with input as testing.workflows([file], routes)
		with data.project as testing.publishing
		with data.parameters.workflow.verified_first as {"jobs": ["build", "test"]}
}

test_is_undecided_when_the_ways_to_jobs_could_not_be_read if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.workflows_of([file], testing.incomplete)
		with data.project as testing.publishing
	actual == {"subjects": set(), "holds": {}}
}

verified(jobs) := testing.route("release.yml: publish", {"uploads": true, "verified_by": jobs})

test_passes_when_every_declared_job_succeeded_before if {
	answer([verified(["build", "lint", "test"])]).holds == {
		"release.yml: publish after build": true,
		"release.yml: publish after test": true,
	}
}

test_denies_only_the_job_it_does_not_wait_for if {
	answer([verified(["build", "tests"])]).holds == {
		"release.yml: publish after build": true,
		"release.yml: publish after test": false,
	}
	answer([verified([])]).holds == {
		"release.yml: publish after build": false,
		"release.yml: publish after test": false,
	}
}

test_denies_only_the_way_round_it if {
	other := object.union(verified(["build"]), {"id": "manual.yml: publish"})
	answer([verified(["build", "test"]), other]).holds == {
		"manual.yml: publish after build": true,
		"manual.yml: publish after test": false,
		"release.yml: publish after build": true,
		"release.yml: publish after test": true,
	}
}

test_judges_no_job_that_cannot_publish if {
	answer([object.union(verified([]), {"uploads": false})]).subjects == set()
}

test_names_the_job if {
	actual := rule.detail with input as testing.workflows([file], [verified(["build"])])
		with data.project as testing.publishing
		with data.parameters.workflow.verified_first as {"jobs": ["build", "test"]}
	actual == {"release.yml: publish after test": {"evidence": {
		"file": ".github/workflows/release.yml",
		"job": "publish",
		"line": 9,
		"needs": "test",
	}}}
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
