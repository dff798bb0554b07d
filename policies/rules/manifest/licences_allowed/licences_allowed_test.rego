package rules.manifest.licences_allowed_test

import data.lib.testing
import data.rules.manifest.licences_allowed as rule

bill(id, changes) := testing.piece(id, object.union(
	{
		"valid": true,
		"problem": "",
		"components": 2,
		"unlicensed": 0,
		"licences": [{"licence": "MIT", "components": 2}],
	},
	changes,
))

given(bills) := {
	"manifest": testing.built,
	"evidence": {"sboms": testing.collected([bill(id, changes) | some id, changes in bills])},
}

declared := {"licences": ["MIT", "ISC"]}

answer(bills) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(bills)
		with data.parameters.manifest.licences_allowed as declared
}

test_passes_when_it_is_valid_and_every_licence_is_allowed if {
	answer({"1": {}}) == {"subjects": {"1", "1: MIT"}, "holds": {"1": true, "1: MIT": true}}
}

test_denies_one_that_is_not_valid_or_knows_no_licence_or_lists_nothing if {
	every changes in [{"valid": false}, {"unlicensed": 1}, {"components": 0}] {
		answer({"1": changes}).holds == {"1": false, "1: MIT": true}
	}
}

test_denies_one_of_other_bytes_and_one_of_another_file if {
	every changes in [{"sha256": "bb"}, {"artifact": "b.whl"}, {"artifact": "", "sha256": ""}] {
		answer({"1": changes}).holds == {"1": false, "1: MIT": true}
	}
}

test_denies_only_the_licence_that_is_not_allowed if {
	licences := [{"licence": "MIT", "components": 1}, {"licence": "MIT OR X", "components": 1}]
	answer({"1": {"licences": licences}}).holds == {"1": true, "1: MIT": true, "1: MIT OR X": false}
}

test_denies_only_the_bad_one_among_several if {
	answer({"1": {}, "2": {"valid": false}}).holds == {"1": true, "1: MIT": true, "2": false, "2: MIT": true}
}

test_has_no_subjects_without_bills_and_when_they_are_unreadable if {
	answer({}) == {"subjects": set(), "holds": {}}
	actual := rule.subjects with input as {"manifest": testing.built, "evidence": {"sboms": testing.unread}}
	actual == set()
}

test_denies_while_the_host_would_refuse_when_the_manifest_is_unreadable if {
	actual := rule.holds with input as testing.changed(given({"1": {}}), {"manifest": testing.unread})
		with data.parameters.manifest.licences_allowed as declared
	actual == {"1": false, "1: MIT": true}
}

test_names_the_document_and_the_licence if {
	licences := [{"licence": "X", "components": 1}]
	actual := rule.detail with input as given({"1": {"valid": false, "problem": "no", "licences": licences}})
		with data.parameters.manifest.licences_allowed as declared
	actual == {
		"1": {"evidence": {"document": "d", "licence": "", "artifact": "a.whl", "problem": "no", "unlicensed": 0}},
		"1: X": {"evidence": {"document": "d", "licence": "X", "components": 1}},
	}
}
