package rules.workflow.permissions_read_test

import data.lib.testing
import data.rules.workflow.permissions_read as rule

a := ".github/workflows/a.yml"

b := ".github/workflows/b.yml"

permissions(source, otherwise, scopes) := testing.collected({"permissions": {
	"source": source,
	"line": 3,
	"otherwise": otherwise,
	"scopes": [{"scope": scope, "access": access} | some scope, access in scopes],
}})

own(otherwise, scopes) := permissions("workflow", otherwise, scopes)

default_permissions := permissions("repository-default", "unknown", {"id-token": "none"})

file(path, facts) := object.union(testing.workflow_file(path, {}), {"facts": facts})

token(access) := testing.collected({"token": testing.collected({"default": access, "can_approve_reviews": false})})

answer(facts, settings) := result if {
	document := object.union(
		testing.workflows([file(path, f) | some path, f in facts], []),
		{"repository": {"ci_permissions": settings}},
	)
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

held(facts) := answer({a: facts}, testing.unread).holds[a]

test_passes_what_only_reads_or_nothing if {
	held(own("none", {})) == true
	held(own("read", {})) == true
	held(own("none", {"contents": "read", "packages": "none"})) == true
}

test_denies_what_writes_or_may if {
	held(own("write", {})) == false
	held(own("unknown", {})) == false
	held(own("none", {"contents": "read", "packages": "write"})) == false
	held(own("none", {"packages": "unknown"})) == false
}

test_without_permissions_the_repository_decides if {
	answer({a: default_permissions}, token("read")).holds == {a: true}
	answer({a: default_permissions}, token("write")).holds == {a: false}
}

test_leaves_undecided_what_an_unknown_default_would_decide if {
	every settings in [testing.unread, testing.incomplete, testing.collected({"token": testing.unread})] {
		answer({a: default_permissions, b: own("none", {})}, settings) == {"subjects": {a, b}, "holds": {b: true}}
	}
}

test_denies_only_the_file_that_writes if {
	answer({a: own("write", {}), b: own("none", {})}, testing.unread).holds == {a: false, b: true}
}

test_leaves_undecided_only_the_file_that_does_not_parse if {
	answer({a: testing.unread, b: own("none", {})}, token("read")) == {"subjects": {a, b}, "holds": {b: true}}
}

test_names_the_line if {
	actual := rule.detail with input as testing.workflows([file(a, own("write", {})), file(b, own("none", {}))], [])
	actual == {a: {"evidence": {"file": a, "line": 3}}}
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
