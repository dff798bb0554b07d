package rules.manifest.builder_allowed_test

import data.lib.testing
import data.rules.manifest.builder_allowed as rule

material(pinned) := {"uri": sprintf("git+https://git.example/%v", [pinned]), "pinned": pinned}

statement(id, changes) := testing.piece(id, object.union(
	{"kind": "provenance", "builder": "https://builder.example/a", "materials": [material(true)]},
	changes,
))

given(statements) := {"evidence": {"statements": testing.collected([statement(id, changes) | some id, changes in statements])}}

declared := {"builders": ["https://builder.example/a"]}

answer(statements) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(statements)
		with data.parameters.manifest.builder_allowed as declared
}

test_passes_with_an_allowed_builder_and_pinned_materials if {
	answer({"1": {}}) == {
		"subjects": {"builder of 1", "materials of 1"},
		"holds": {"builder of 1": true, "materials of 1": true},
	}
}

test_a_builder_may_be_named_with_its_ref if {
	answer({"1": {"builder": "https://builder.example/a@refs/tags/v2"}}).holds["builder of 1"] == true
}

test_denies_another_builder_though_its_name_begins_alike if {
	every builder in ["https://builder.example/b", "https://builder.example/a/evil", "https://builder.example/a@evil", ""] {
		answer({"1": {"builder": builder}}).holds == {"builder of 1": false, "materials of 1": true}
	}
}

test_denies_a_material_that_is_not_pinned_and_denies_none_at_all if {
	every materials in [[], [material(false)], [material(true), material(false)]] {
		answer({"1": {"materials": materials}}).holds == {"builder of 1": true, "materials of 1": false}
	}
}

test_denies_only_the_bad_one_among_several if {
	found := answer({"1": {}, "2": {"builder": "https://builder.example/b"}, "3": {}}).holds
	{subject | some subject, holds in found; holds == false} == {"builder of 2"}
	count(found) == 6
}

test_has_no_subjects_without_provenance_and_when_the_section_is_unreadable if {
	answer({"1": {"kind": "summary"}}) == {"subjects": set(), "holds": {}}
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as {"evidence": {"statements": testing.unread}}
		with data.parameters.manifest.builder_allowed as declared
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_builder_and_what_is_not_pinned if {
	bad := {"builder": "b", "materials": [material(true), material(false)]}
	actual := rule.detail with input as given({"1": bad}) with data.parameters.manifest.builder_allowed as declared
	actual == {
		"builder of 1": {"evidence": {"statement": "1", "part": "builder", "builder": "b"}},
		"materials of 1": {"evidence": {"statement": "1", "part": "materials", "unpinned": ["git+https://git.example/false"]}},
	}
}
