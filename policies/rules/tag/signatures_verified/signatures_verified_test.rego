package rules.tag.signatures_verified_test

import data.lib.testing
import data.rules.tag.signatures_verified as rule

sdist := {"artifact": "a.tar.gz", "sha256": "bb"}

given(statements) := {
	"manifest": testing.built,
	"evidence": {"statements": testing.collected([testing.piece(id, changes) | some id, changes in statements])},
}

answer(statements) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(statements)
}

test_passes_when_each_artifact_is_named_by_a_signed_statement if {
	answer({"1": {}, "2": sdist}) == {
		"subjects": {"a.whl", "a.tar.gz"},
		"holds": {"a.whl": true, "a.tar.gz": true},
	}
}

test_denies_only_the_artifact_that_nobody_signed if {
	answer({"1": {}}).holds == {"a.whl": true, "a.tar.gz": false}
	answer({"1": {}, "2": object.union(sdist, {"verified": false})}).holds == {"a.whl": true, "a.tar.gz": false}
	answer({"1": {}, "2": object.union(sdist, {"sha256": "cc"})}).holds == {"a.whl": true, "a.tar.gz": false}
}

test_denies_all_without_statements if {
	answer({}).holds == {"a.whl": false, "a.tar.gz": false}
}

test_denies_while_the_host_would_refuse_when_the_statements_are_unreadable if {
	actual := rule.holds with input as {"manifest": testing.built, "evidence": {"statements": testing.unread}}
	actual == {"a.whl": false, "a.tar.gz": false}
}

test_has_no_subjects_when_the_manifest_is_unreadable if {
	actual := rule.subjects with input as testing.changed(given({"1": {}}), {"manifest": testing.unread})
	actual == set()
}

test_names_the_artifact if {
	actual := rule.detail with input as given({"1": {}})
	actual == {"a.tar.gz": {"evidence": {"artifact": "a.tar.gz", "sha256": "bb"}}}
}
