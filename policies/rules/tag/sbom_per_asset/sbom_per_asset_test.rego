package rules.tag.sbom_per_asset_test

import data.lib.testing
import data.rules.tag.sbom_per_asset as rule

given(bills) := {
	"manifest": testing.built,
	"evidence": {"sboms": testing.collected([testing.piece(id, object.union({"valid": true}, changes)) | some id, changes in bills])},
}

answer(bills, kinds) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(bills)
		with data.parameters.tag.sbom_per_asset as {"kinds": kinds}
}

test_passes_when_the_compiled_one_has_its_bill if {
	answer({"1": {}}, ["wheel"]) == {"subjects": {"a.whl"}, "holds": {"a.whl": true}}
}

test_denies_without_a_bill_or_with_one_that_is_not_valid_or_of_something_else if {
	answer({}, ["wheel"]).holds == {"a.whl": false}
	every changes in [{"valid": false}, {"sha256": "cc"}, {"artifact": "b.whl"}] {
		answer({"1": changes}, ["wheel"]).holds == {"a.whl": false}
	}
}

test_denies_only_the_bad_one_among_several if {
	answer({"1": {}}, ["wheel", "sdist"]).holds == {"a.whl": true, "a.tar.gz": false}
}

test_has_no_subjects_where_nothing_compiled_is_released if {
	answer({"1": {}}, ["binary"]) == {"subjects": set(), "holds": {}}
}

test_denies_while_the_host_would_refuse_when_the_bills_are_unreadable if {
	actual := rule.holds with input as {"manifest": testing.built, "evidence": {"sboms": testing.unread}}
		with data.parameters.tag.sbom_per_asset as {"kinds": ["wheel"]}
	actual == {"a.whl": false}
}

test_has_no_subjects_when_the_manifest_is_unreadable if {
	actual := rule.subjects with input as testing.changed(given({"1": {}}), {"manifest": testing.unread})
		with data.parameters.tag.sbom_per_asset as {"kinds": ["wheel"]}
	actual == set()
}

test_names_the_artifact if {
	actual := rule.detail with input as given({}) with data.parameters.tag.sbom_per_asset as {"kinds": ["wheel"]}
	actual == {"a.whl": {"evidence": {"artifact": "a.whl", "kind": "wheel", "sha256": "aa"}}}
}
