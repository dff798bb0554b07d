package rules.manifest.artifacts_sound_test

import data.lib.testing
import data.rules.manifest.artifacts_sound as rule

digest := "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

wheel := {"name": "acme.whl", "kind": "wheel", "sha256": digest, "size": 1}

sdist := {"name": "acme.tar.gz", "kind": "sdist", "sha256": digest, "size": 4096}

given(artifacts) := {"manifest": testing.collected({"artifacts": artifacts})}

answer(artifacts) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(artifacts)
}

test_passes_when_every_artifact_is_measured_and_named_once if {
	answer([wheel, sdist]) == {
		"subjects": {"acme.whl", "acme.tar.gz"},
		"holds": {"acme.whl": true, "acme.tar.gz": true},
	}
}

test_passes_at_a_size_of_one_byte if {
	answer([wheel]) == {"subjects": {"acme.whl"}, "holds": {"acme.whl": true}}
}

test_denies_an_empty_artifact if {
	answer([testing.changed(wheel, {"size": 0})]) == {"subjects": {"acme.whl"}, "holds": {"acme.whl": false}}
}

test_denies_a_digest_that_is_too_short if {
	answer([testing.changed(wheel, {"sha256": substring(digest, 0, 63)})]) == {
		"subjects": {"acme.whl"},
		"holds": {"acme.whl": false},
	}
}

test_denies_a_digest_with_something_after_it if {
	answer([testing.changed(wheel, {"sha256": concat("", [digest, "0"])})]) == {
		"subjects": {"acme.whl"},
		"holds": {"acme.whl": false},
	}
}

test_denies_an_upper_case_digest if {
	answer([testing.changed(wheel, {"sha256": upper(digest)})]) == {"subjects": {"acme.whl"}, "holds": {"acme.whl": false}}
}

test_denies_a_name_that_is_used_twice if {
	answer([wheel, testing.changed(wheel, {"size": 2})]) == {"subjects": {"acme.whl"}, "holds": {"acme.whl": false}}
}

test_denies_both_names_that_differ_only_in_case if {
	answer([wheel, testing.changed(wheel, {"name": "Acme.whl"})]) == {
		"subjects": {"acme.whl", "Acme.whl"},
		"holds": {"acme.whl": false, "Acme.whl": false},
	}
}

test_denies_only_the_empty_artifact_among_several if {
	answer([wheel, testing.changed(sdist, {"size": 0}), testing.changed(sdist, {"name": "acme.zip"})]) == {
		"subjects": {"acme.whl", "acme.tar.gz", "acme.zip"},
		"holds": {"acme.whl": true, "acme.tar.gz": false, "acme.zip": true},
	}
}

test_has_no_subjects_without_artifacts if {
	answer([]) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_without_a_manifest if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as {"manifest": testing.unread}
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_digest_and_size_of_a_denied_artifact if {
	actual := rule.detail with input as given([wheel, testing.changed(sdist, {"size": 0})])
	actual == {"acme.tar.gz": {"evidence": {"artifact": "acme.tar.gz", "sha256": digest, "size": 0}}}
}
