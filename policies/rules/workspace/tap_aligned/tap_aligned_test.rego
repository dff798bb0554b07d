package rules.workspace.tap_aligned_test

import data.lib.testing
import data.rules.workspace.tap_aligned as rule

given(states) := {
	"registry": {"taps": testing.collected([{"formula": formula, "state": state} | some formula, state in states])},
}

answer(formulas, states) := result if {
	result := {
		"applies": rule.applies,
		"subjects": rule.subjects,
		"holds": rule.holds,
	} with input as given(states)
		with data.project as {"formulas": formulas}
}

test_passes_a_formula_that_installs_this_release if {
	answer(["acme"], {"acme": testing.collected("aligned")}) == {
		"applies": true,
		"subjects": {"acme"},
		"holds": {"acme": true},
	}
}

test_denies_another_version if {
	answer(["acme"], {"acme": testing.collected("behind")}).holds == {"acme": false}
}

test_denies_other_archives if {
	answer(["acme"], {"acme": testing.collected("different")}).holds == {"acme": false}
}

test_denies_only_the_bad_one_among_several if {
	states := {"acme": testing.collected("aligned"), "acme-cli": testing.collected("behind")}
	answer(["acme", "acme-cli"], states).holds == {"acme": true, "acme-cli": false}
}

test_leaves_undecided_only_the_formula_that_could_not_be_read if {
	answer(["acme", "other"], {"acme": testing.unread, "other": testing.collected("aligned")}) == {
		"applies": true,
		"subjects": {"acme", "other"},
		"holds": {"other": true},
	}
}

test_denies_a_formula_that_the_audit_did_not_look_at if {
	answer(["acme", "other"], {"acme": testing.collected("aligned")}).holds == {"acme": true, "other": false}
}

test_leaves_every_formula_undecided_when_the_section_is_unreadable if {
	document := testing.changed(given({}), {"registry": {"taps": testing.unread}})
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.project as {"formulas": ["acme"]}
	actual == {"subjects": {"acme"}, "holds": {}}
}

test_does_not_apply_when_no_formula_is_declared if {
	answer([], {}) == {"applies": false, "subjects": set(), "holds": {}}
}

test_names_the_formula_and_what_it_does if {
	actual := rule.detail with input as given({"acme": testing.collected("behind")})
		with data.project as {"formulas": ["acme"]}
	actual == {"acme": {
		"message": "The formula acme does not install the archives of the manifest",
		"evidence": {"formula": "acme"},
	}}
}
