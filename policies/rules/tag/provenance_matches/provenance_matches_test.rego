package rules.tag.provenance_matches_test

import data.lib.testing
import data.rules.tag.provenance_matches as rule

sdist := {"artifact": "a.tar.gz", "sha256": "bb"}

source := {"host": "Git.example", "repository": "Acme/widget", "commit": "c1", "ref": "refs/tags/v1.0"}

statement(id, changes) := testing.piece(id, testing.changed(
	{"kind": "provenance", "workflow": ".github/workflows/release.yml", "source": source},
	changes,
))

given(statements) := {
	"manifest": testing.built,
	"evidence": {"statements": testing.collected([statement(id, changes) | some id, changes in statements])},
}

declared := {"workflows": [".github/workflows/release.yml"]}

answer(statements) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(statements)
		with data.parameters.tag.provenance_matches as declared
}

test_passes_when_all_leads_to_the_source_of_the_manifest if {
	answer({"1": {}, "2": sdist}) == {
		"subjects": {"a.whl", "a.tar.gz"},
		"holds": {"a.whl": true, "a.tar.gz": true},
	}
}

test_denies_each_way_to_lead_elsewhere if {
	every changes in [
		{"kind": "summary"},
		{"verified": false},
		{"workflow": ".github/workflows/other.yml"},
		{"source": object.union(source, {"host": "other.example"})},
		{"source": object.union(source, {"repository": "acme/other"})},
		{"source": object.union(source, {"commit": "c2"})},
		{"source": object.union(source, {"ref": "refs/heads/main"})},
		{"sha256": "cc"},
	] {
		answer({"1": changes, "2": sdist}).holds == {"a.whl": false, "a.tar.gz": true}
	}
}

test_denies_all_without_statements_and_while_the_host_would_refuse_when_they_are_unreadable if {
	answer({}).holds == {"a.whl": false, "a.tar.gz": false}
	actual := rule.holds with input as {"manifest": testing.built, "evidence": {"statements": testing.unread}}
		with data.parameters.tag.provenance_matches as declared
	actual == {"a.whl": false, "a.tar.gz": false}
}

test_has_no_subjects_when_the_manifest_is_unreadable if {
	actual := rule.subjects with input as testing.changed(given({"1": {}}), {"manifest": testing.unread})
	actual == set()
}

test_names_where_it_should_lead if {
	actual := rule.detail with input as given({"1": {}}) with data.parameters.tag.provenance_matches as declared
	actual == {"a.tar.gz": {"evidence": {
		"artifact": "a.tar.gz",
		"sha256": "bb",
		"commit": "c1",
		"ref": "refs/tags/v1.0",
	}}}
}
