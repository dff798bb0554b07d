package rules.workflow.starts_from_tags_test

import data.lib.testing
import data.rules.workflow.starts_from_tags as rule

file := testing.workflow_file(".github/workflows/release.yml", {})

answer(routes) := result if {
	result := {"applies": rule.applies, "subjects": rule.subjects, "holds": rule.holds} with input as testing.workflows([file], routes)
		with data.project as testing.publishing
}

test_is_undecided_when_the_ways_to_jobs_could_not_be_read if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.workflows_of([file], testing.incomplete)
		with data.project as testing.publishing
	actual == {"subjects": set(), "holds": {}}
}

push(changes) := object.union({"event": "push", "line": 2, "is_call": false, "only_tags": true, "tags": ["v*"]}, changes)

started(triggers, prefixes) := testing.route("release.yml: publish", {"uploads": true, "triggers": triggers, "ref_prefixes": prefixes})

held(trigger, prefixes) := answer([started([trigger], prefixes)]).holds == {sprintf("release.yml: publish on %s", [trigger.event]): true}

test_passes_a_push_of_release_tags_alone if {
	held(push({}), [])
}

test_denies_other_tags_and_other_events if {
	not held(push({"tags": ["v*", "*"]}), [])
	not held(push({"only_tags": false}), [])
	not held(push({"only_tags": false, "tags": []}), [])
	every event in ["release", "workflow_dispatch", "schedule", "pull_request_target"] {
		not held(push({"event": event, "only_tags": false, "tags": []}), [])
	}
}

test_passes_a_job_that_is_kept_to_the_tags if {
	held(push({"event": "workflow_dispatch", "only_tags": false, "tags": []}), ["refs/tags/v"])
}

test_denies_a_job_that_is_kept_to_more_than_the_tags if {
	dispatch := push({"event": "workflow_dispatch", "only_tags": false, "tags": []})
	not held(dispatch, ["refs/tags/"])
	not held(dispatch, ["refs/heads/v"])
}

test_a_pattern_that_is_more_than_a_beginning_is_no_beginning if {
	dispatch := push({"event": "workflow_dispatch", "only_tags": false, "tags": []})
	route := started([dispatch], ["refs/tags/v[0-9]"])
	holds := rule.holds with input as testing.workflows([file], [route])
		with data.project as object.union(testing.publishing, {"release_tags": ["v[0-9]*"]})
	holds == {"release.yml: publish on workflow_dispatch": false}
}

test_denies_only_the_bad_start_among_several if {
	answer([started([push({}), push({"event": "schedule", "only_tags": false, "tags": []})], [])]).holds == {
		"release.yml: publish on push": true,
		"release.yml: publish on schedule": false,
	}
}

test_judges_no_call_and_no_job_that_cannot_publish if {
	answer([started([push({"event": "workflow_call", "is_call": true, "only_tags": false})], [])]).subjects == set()
	answer([object.union(started([push({})], []), {"uploads": false})]).subjects == set()
}

test_names_the_event if {
	actual := rule.detail with input as testing.workflows([file], [started([push({}), push({"event": "schedule", "only_tags": false})], [])])
		with data.project as testing.publishing
	actual == {"release.yml: publish on schedule": {"evidence": {
		"file": ".github/workflows/release.yml",
		"event": "schedule",
		"line": 2,
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
