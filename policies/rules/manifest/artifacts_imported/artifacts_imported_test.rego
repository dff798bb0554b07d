package rules.manifest.artifacts_imported_test

import data.lib.testing
import data.rules.manifest.artifacts_imported as rule

digest := "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

other := "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"

wheel := {"name": "acme.whl", "kind": "wheel", "sha256": digest, "size": 1}

sdist := {"name": "acme.tar.gz", "kind": "sdist", "sha256": digest, "size": 4096}

given(manifest, imported) := {
	"context": {"candidate": {"present": true, "id": "c1"}},
	"manifest": testing.collected({"artifacts": manifest}),
	"evidence": {"imported_artifacts": imported},
}

answer(manifest, imported) := result if {
	result := {
		"applies": rule.applies,
		"subjects": rule.subjects,
		"holds": rule.holds,
	} with input as given(manifest, imported)
}

test_passes_when_both_name_the_same_artifacts if {
	answer([wheel, sdist], testing.collected([sdist, wheel])) == {
		"applies": true,
		"subjects": {"acme.whl", "acme.tar.gz"},
		"holds": {"acme.whl": true, "acme.tar.gz": true},
	}
}

test_denies_an_artifact_with_another_digest if {
	answer([wheel], testing.collected([testing.changed(wheel, {"sha256": other})])) == {
		"applies": true,
		"subjects": {"acme.whl"},
		"holds": {"acme.whl": false},
	}
}

test_denies_an_artifact_with_another_size if {
	answer([wheel], testing.collected([testing.changed(wheel, {"size": 2})])) == {
		"applies": true,
		"subjects": {"acme.whl"},
		"holds": {"acme.whl": false},
	}
}

test_denies_an_artifact_that_was_not_imported if {
	answer([wheel], testing.collected([])) == {
		"applies": true,
		"subjects": {"acme.whl"},
		"holds": {"acme.whl": false},
	}
}

test_denies_an_imported_artifact_that_the_manifest_leaves_out if {
	answer([wheel], testing.collected([wheel, sdist])) == {
		"applies": true,
		"subjects": {"acme.whl", "acme.tar.gz"},
		"holds": {"acme.whl": true, "acme.tar.gz": false},
	}
}

test_denies_both_names_of_a_renamed_artifact if {
	answer([wheel], testing.collected([testing.changed(wheel, {"name": "acme-2.whl"})])) == {
		"applies": true,
		"subjects": {"acme.whl", "acme-2.whl"},
		"holds": {"acme.whl": false, "acme-2.whl": false},
	}
}

test_denies_only_the_differing_artifact_among_several if {
	answer([wheel, sdist], testing.collected([wheel, testing.changed(sdist, {"sha256": other})])) == {
		"applies": true,
		"subjects": {"acme.whl", "acme.tar.gz"},
		"holds": {"acme.whl": true, "acme.tar.gz": false},
	}
}

test_does_not_mind_how_the_importer_calls_the_kind if {
	answer([wheel], testing.collected([testing.changed(wheel, {"kind": "other"})])) == {
		"applies": true,
		"subjects": {"acme.whl"},
		"holds": {"acme.whl": true},
	}
}

test_passes_nothing_when_the_imported_artifacts_could_not_be_read if {
	answer([wheel], testing.unread) == {"applies": true, "subjects": {"acme.whl"}, "holds": {"acme.whl": false}}
}

test_passes_nothing_without_a_manifest if {
	document := testing.changed(given([], testing.collected([wheel])), {"manifest": testing.unread})
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": {"acme.whl"}, "holds": {"acme.whl": false}}
}

test_has_no_subjects_without_artifacts_on_either_side if {
	answer([], testing.collected([])) == {"applies": true, "subjects": set(), "holds": {}}
}

test_does_not_apply_without_a_candidate if {
	rule.applies == false with input as {"context": {"candidate": {"present": false, "id": ""}}}
}

test_does_not_say_whether_it_applies_without_a_context if {
	not rule.applies with input as {}
	not rule.applies == false with input as {}
}

test_names_the_digests_of_both_sides if {
	changed := testing.changed(wheel, {"sha256": other})
	actual := rule.detail with input as given([wheel], testing.collected([changed, sdist]))
	actual == {
		"acme.whl": {"evidence": {"artifact": "acme.whl", "manifest": [digest], "imported": [other]}},
		"acme.tar.gz": {"evidence": {"artifact": "acme.tar.gz", "manifest": [], "imported": [digest]}},
	}
}
