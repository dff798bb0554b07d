package rules.manifest.version_well_formed_test

import data.lib.testing
import data.rules.manifest.version_well_formed as rule

given(targets, forms) := {"manifest": testing.collected({
	"version": "1.2.3",
	"targets": [{"registry": registry, "project": "acme"} | some registry in targets],
	"version_forms": [{"registry": registry, "form": "form", "well_formed": ok} | some registry, ok in forms],
})}

answer(targets, forms) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(targets, forms)
}

test_passes_when_every_target_accepts_the_version if {
	answer(["pypi", "npm"], {"pypi": true, "npm": true}) == {
		"subjects": {"pypi", "npm"},
		"holds": {"pypi": true, "npm": true},
	}
}

test_denies_when_the_only_target_does_not_accept_the_version if {
	answer(["pypi"], {"pypi": false}) == {"subjects": {"pypi"}, "holds": {"pypi": false}}
}

test_denies_only_the_target_that_does_not_accept_the_version_among_several if {
	answer(["crates", "npm", "pypi"], {"crates": true, "npm": false, "pypi": true}) == {
		"subjects": {"crates", "npm", "pypi"},
		"holds": {"crates": true, "npm": false, "pypi": true},
	}
}

test_denies_a_target_whose_form_is_not_known if {
	answer(["pypi", "npm"], {"pypi": true}) == {"subjects": {"pypi", "npm"}, "holds": {"pypi": true, "npm": false}}
}

test_ignores_the_form_of_a_registry_that_is_no_target if {
	answer(["pypi"], {"pypi": true, "npm": false}) == {"subjects": {"pypi"}, "holds": {"pypi": true}}
}

test_has_no_subjects_without_targets if {
	answer([], {"pypi": true}) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_without_a_manifest if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as {"manifest": testing.unread}
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_version_and_the_form_that_was_expected if {
	actual := rule.detail with input as given(["pypi", "npm"], {"pypi": false, "npm": true})
	actual == {"pypi": {
		"message": "Version 1.2.3 is not well formed for pypi",
		"evidence": {"registry": "pypi", "version": "1.2.3", "expected": ["form"]},
	}}
}
