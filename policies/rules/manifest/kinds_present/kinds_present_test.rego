package rules.manifest.kinds_present_test

import data.lib.testing
import data.rules.manifest.kinds_present as rule

given(registries, kinds) := {"manifest": testing.collected({
	"targets": [{"registry": registry, "project": "acme"} | some registry in registries],
	"artifacts": [{"name": sprintf("%d", [i]), "kind": kind} | some i, kind in kinds],
})}

declared := {"required": [
	{"registry": "pypi", "kind": "wheel"},
	{"registry": "pypi", "kind": "sdist"},
	{"registry": "crates", "kind": "crate"},
]}

answer(registries, kinds) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(registries, kinds)
		with data.parameters.manifest.kinds_present as declared
}

test_passes_when_every_kind_is_there if {
	answer(["pypi"], ["wheel", "sdist", "wheel"]) == {
		"subjects": {"wheel for pypi", "sdist for pypi"},
		"holds": {"wheel for pypi": true, "sdist for pypi": true},
	}
}

test_denies_only_the_kind_that_is_missing_among_several if {
	answer(["pypi", "crates"], ["wheel", "crate"]).holds == {
		"wheel for pypi": true,
		"sdist for pypi": false,
		"crate for crates": true,
	}
}

test_denies_every_kind_when_there_is_no_artifact if {
	answer(["pypi"], []).holds == {"wheel for pypi": false, "sdist for pypi": false}
}

test_demands_nothing_for_a_registry_that_is_no_target if {
	answer(["github"], ["binary"]) == {"subjects": set(), "holds": {}}
	answer([], ["wheel"]) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_when_the_manifest_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as {"manifest": testing.unread}
		with data.parameters.manifest.kinds_present as declared
	actual == {"subjects": set(), "holds": {}}
}

test_names_what_is_there_instead if {
	actual := rule.detail with input as given(["pypi"], ["wheel"])
		with data.parameters.manifest.kinds_present as declared
	actual == {"sdist for pypi": {"evidence": {"registry": "pypi", "kind": "sdist", "present": ["wheel"]}}}
}
