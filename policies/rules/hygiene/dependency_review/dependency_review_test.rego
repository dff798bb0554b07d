package rules.hygiene.dependency_review_test

import data.lib.testing
import data.rules.hygiene.dependency_review as rule

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

subject := "review of dependencies"

file(event, text) := testing.changed(testing.workflow_file("a.yml", {}), {"facts": testing.collected({
	"triggers": [{"event": "push"}, {"event": event}],
	"jobs": [{"id": "build", "uses": []}, {"id": "review", "uses": [{"text": "actions/checkout@v4"}, {"text": text}]}],
})})

review := "actions/dependency-review-action@0123456789abcdef0123456789abcdef01234567"

given(files) := testing.workflows(files, [])

test_passes_when_a_workflow_of_pull_requests_reviews_dependencies if {
	every event in ["pull_request", "merge_group"] {
		answer(given([file(event, review)])) == {"subjects": {subject}, "holds": {subject: true}}
	}
	answer(given([file("push", "x/y@v1"), file("pull_request", review)])).holds == {subject: true}
}

test_denies_when_none_does if {
	every text in ["actions/checkout@v4", "other/dependency-review-action@v1", "actions/dependency-review-action-fork@v1"] {
		answer(given([file("pull_request", text)])) == {"subjects": {subject}, "holds": {subject: false}}
	}
}

test_denies_when_only_a_workflow_of_other_events_does if {
	answer(given([file("schedule", review)])).holds == {subject: false}
}

test_applies_where_there_are_workflows if {
	rule.applies == true with input as given([file("push", review)])
	rule.applies == false with input as given([])
	not rule.applies with input as {"workspace": {"workflows": testing.unread}}
}

test_denies_while_the_host_would_refuse_when_the_section_is_unreadable if {
	answer({"workspace": {"workflows": testing.unread}}) == {"subjects": {subject}, "holds": {subject: false}}
}

test_names_the_action if {
	actual := rule.detail with input as given([file("push", "x/y@v1")])
	actual == {subject: {"evidence": {"action": "actions/dependency-review-action"}}}
}

test_opens_nothing_when_the_facts_of_a_workflow_are_unreadable if {
	document := given([testing.changed(file("pull_request", review), {"facts": testing.unread})])
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": {"review of dependencies"}, "holds": {"review of dependencies": false}}
}
