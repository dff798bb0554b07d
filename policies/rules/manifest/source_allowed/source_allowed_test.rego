package rules.manifest.source_allowed_test

import data.lib.testing
import data.rules.manifest.source_allowed as rule

given(host, repository) := {"manifest": testing.collected({
	"source": {"host": host, "repository": repository},
	"artifacts": [{"name": "a.whl"}, {"name": "a.tar.gz"}],
})}

declared := {"sources": ["https://git.example/", "https://forge.example/acme/"]}

answer(host, repository) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(host, repository)
		with data.parameters.manifest.source_allowed as declared
}

allowed := {"a.whl": true, "a.tar.gz": true}

refused := {"a.whl": false, "a.tar.gz": false}

test_passes_below_an_allowed_host_and_below_an_allowed_owner if {
	answer("git.example", "any/thing") == {"subjects": {"a.whl", "a.tar.gz"}, "holds": allowed}
	answer("Forge.example", "Acme/widget").holds == allowed
}

test_denies_every_artifact_of_another_host if {
	answer("git.example.org", "any/thing").holds == refused
}

test_denies_another_owner_whose_name_begins_alike if {
	answer("forge.example", "acme-labs/widget").holds == refused
}

test_has_no_subjects_when_the_manifest_is_unreadable_or_without_artifacts if {
	every manifest in [testing.unread, testing.collected({"source": {"host": "a", "repository": "b/c"}, "artifacts": []})] {
		actual := {"subjects": rule.subjects, "holds": rule.holds} with input as {"manifest": manifest}
			with data.parameters.manifest.source_allowed as declared
		actual == {"subjects": set(), "holds": {}}
	}
}

test_names_the_source_and_what_is_allowed if {
	actual := rule.detail with input as given("forge.example", "other/widget")
		with data.parameters.manifest.source_allowed as declared
	actual["a.whl"] == {
		"message": "a.whl comes from https://forge.example/other/widget/, which is no allowed source",
		"evidence": {
			"artifact": "a.whl",
			"source": "https://forge.example/other/widget/",
			"allowed": ["https://git.example/", "https://forge.example/acme/"],
		},
	}
	object.keys(actual) == {"a.whl", "a.tar.gz"}
}
