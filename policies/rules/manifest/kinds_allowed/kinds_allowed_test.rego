package rules.manifest.kinds_allowed_test

import data.lib.testing
import data.rules.manifest.kinds_allowed as rule

given(artifacts) := {"manifest": testing.collected({"artifacts": [{"name": name, "kind": kind} | some name, kind in artifacts]})}

declared := {"kinds": ["wheel", "sdist"], "endings": [".map", ".PEM"]}

answer(artifacts) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(artifacts)
		with data.parameters.manifest.kinds_allowed as declared
}

test_passes_when_every_kind_is_released if {
	answer({"a.whl": "wheel", "a.tar.gz": "sdist"}) == {
		"subjects": {"a.whl", "a.tar.gz"},
		"holds": {"a.whl": true, "a.tar.gz": true},
	}
}

test_denies_a_kind_that_is_not_released if {
	answer({"a.bin": "binary"}).holds == {"a.bin": false}
}

test_denies_an_ending_whatever_its_kind_and_its_case if {
	answer({"main.js.MAP": "wheel", "server.pem": "wheel"}).holds == {"main.js.MAP": false, "server.pem": false}
}

test_passes_a_name_that_only_holds_the_ending if {
	answer({"a.map.whl": "wheel"}).holds == {"a.map.whl": true}
}

test_denies_only_the_bad_one_among_several if {
	answer({"a.whl": "wheel", "a.map": "sdist", "b.whl": "wheel"}).holds == {"a.whl": true, "a.map": false, "b.whl": true}
}

test_no_ending_is_denied_when_none_is_declared if {
	actual := rule.holds with input as given({"a.map": "wheel"})
		with data.parameters.manifest.kinds_allowed as {"kinds": ["wheel"], "endings": []}
	actual == {"a.map": true}
}

test_has_no_subjects_without_artifacts_and_when_the_manifest_is_unreadable if {
	answer({}) == {"subjects": set(), "holds": {}}
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as {"manifest": testing.unread}
		with data.parameters.manifest.kinds_allowed as declared
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_artifact_and_its_kind if {
	actual := rule.detail with input as given({"a.bin": "binary", "a.whl": "wheel"})
		with data.parameters.manifest.kinds_allowed as declared
	actual == {"a.bin": {"evidence": {"artifact": "a.bin", "kind": "binary"}}}
}
