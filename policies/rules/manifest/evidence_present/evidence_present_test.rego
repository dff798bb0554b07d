package rules.manifest.evidence_present_test

import data.lib.testing
import data.rules.manifest.evidence_present as rule

sdist := {"artifact": "a.tar.gz", "sha256": "bb"}

provenance(id, changes) := testing.piece(id, object.union({"kind": "provenance"}, changes))

whole := {
	"statements": testing.collected([provenance("1", {}), provenance("2", sdist)]),
	"sboms": testing.collected([testing.piece("3", {}), testing.piece("4", sdist)]),
	"test_results": testing.collected([testing.piece("5", {})]),
}

given(changes) := {"manifest": testing.built, "evidence": testing.changed(whole, changes)}

answer(changes) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(changes)
}

all_hold := {
	"test results": true,
	"provenance of a.whl": true,
	"provenance of a.tar.gz": true,
	"bill of materials of a.whl": true,
	"bill of materials of a.tar.gz": true,
}

without(subject) := object.union(all_hold, {subject: false})

test_passes_when_every_piece_is_there if {
	answer({}) == {"subjects": object.keys(all_hold), "holds": all_hold}
}

test_denies_only_the_artifact_without_provenance if {
	answer({"statements": testing.collected([provenance("1", {})])}).holds == without("provenance of a.tar.gz")
}

test_denies_a_statement_of_another_kind if {
	statements := [provenance("1", {}), testing.changed(provenance("2", sdist), {"kind": "summary"})]
	answer({"statements": testing.collected(statements)}).holds == without("provenance of a.tar.gz")
}

test_denies_provenance_of_other_bytes_even_beside_the_right_one if {
	other := provenance("3", {"artifact": "a.tar.gz", "sha256": "cc"})
	answer({"statements": testing.collected([provenance("1", {}), other])}).holds == without("provenance of a.tar.gz")
	statements := [provenance("1", {}), provenance("2", sdist), other]
	answer({"statements": testing.collected(statements)}).holds == without("provenance of a.tar.gz")
}

test_denies_only_the_artifact_without_a_bill_of_its_bytes if {
	answer({"sboms": testing.collected([testing.piece("4", sdist)])}).holds == without("bill of materials of a.whl")
	other := testing.piece("3", {"sha256": "cc"})
	answer({"sboms": testing.collected([other, testing.piece("4", sdist)])}).holds == without("bill of materials of a.whl")
}

test_test_results_are_of_the_release_when_named_by_the_manifest_or_about_its_bytes if {
	unnamed := {"declared": false}
	answer({"test_results": testing.collected([])}).holds == without("test results")
	answer({"test_results": testing.collected([testing.piece("5", unnamed)])}).holds == all_hold
	answer({"test_results": testing.collected([testing.piece("5", {"sha256": ""})])}).holds == all_hold
	stranger := testing.piece("5", object.union(unnamed, {"sha256": ""}))
	answer({"test_results": testing.collected([stranger])}).holds == without("test results")
}

test_denies_while_the_host_would_refuse_when_a_section_is_unreadable if {
	found := answer({"statements": testing.unread}).holds
	found == object.union(all_hold, {"provenance of a.whl": false, "provenance of a.tar.gz": false})
}

test_has_no_artifacts_to_judge_when_the_manifest_is_unreadable if {
	actual := rule.subjects with input as testing.changed(given({}), {"manifest": testing.unread})
	actual == {"test results"}
}

test_names_the_piece if {
	actual := rule.detail with input as given({"test_results": testing.collected([])})
	actual == {"test results": {"evidence": {"piece": "test results"}}}
}

test_opens_nothing_when_the_bills_of_materials_are_unreadable if {
	document := given({"sboms": testing.unread})
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": {"bill of materials of a.tar.gz", "bill of materials of a.whl", "provenance of a.tar.gz", "provenance of a.whl", "test results"}, "holds": {"bill of materials of a.tar.gz": false, "bill of materials of a.whl": false, "provenance of a.tar.gz": true, "provenance of a.whl": true, "test results": true}}
}

test_opens_nothing_when_the_test_results_are_unreadable if {
	document := given({"test_results": testing.unread})
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": {"bill of materials of a.tar.gz", "bill of materials of a.whl", "provenance of a.tar.gz", "provenance of a.whl", "test results"}, "holds": {"bill of materials of a.tar.gz": true, "bill of materials of a.whl": true, "provenance of a.tar.gz": true, "provenance of a.whl": true, "test results": false}}
}
