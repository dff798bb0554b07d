package rules.manifest.version_of_tag_test

import data.lib.testing
import data.rules.manifest.version_of_tag as rule

given(version_of_tag) := {"manifest": testing.collected({
	"version": "1.4.0",
	"source": {"ref": "refs/tags/v1.4.0"},
	"version_of_tag": version_of_tag,
})}

answer(version_of_tag) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(version_of_tag)
}

test_passes_when_the_tag_names_the_version if {
	answer(testing.collected(true)) == {"subjects": {"refs/tags/v1.4.0"}, "holds": {"refs/tags/v1.4.0": true}}
}

test_denies_when_the_tag_names_another_version if {
	answer(testing.collected(false)) == {"subjects": {"refs/tags/v1.4.0"}, "holds": {"refs/tags/v1.4.0": false}}
}

test_decides_nothing_when_there_is_no_tag if {
	answer(testing.unread) == {"subjects": {"refs/tags/v1.4.0"}, "holds": {}}
}

test_decides_nothing_without_a_manifest if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as {"manifest": testing.unread}
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_tag_and_the_version if {
	actual := rule.detail with input as given(testing.collected(false))
	actual == {"refs/tags/v1.4.0": {
		"message": "refs/tags/v1.4.0 names another version than 1.4.0, which the manifest states",
		"evidence": {"ref": "refs/tags/v1.4.0", "version": "1.4.0"},
	}}
}
