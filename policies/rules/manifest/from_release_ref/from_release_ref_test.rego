package rules.manifest.from_release_ref_test

import data.lib.testing
import data.rules.manifest.from_release_ref as rule

given(ref, from_release_ref) := {"manifest": testing.collected({
	"source": {"ref": ref, "commit": "0123456789abcdef0123456789abcdef01234567"},
	"from_release_ref": from_release_ref,
})}

answer(ref, from_release_ref) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(ref, from_release_ref)
}

test_passes_when_the_ref_is_a_release_ref if {
	answer("refs/tags/v1", testing.collected(true)) == {"subjects": {"refs/tags/v1"}, "holds": {"refs/tags/v1": true}}
}

test_denies_when_the_ref_is_none if {
	answer("refs/heads/a", testing.collected(false)) == {"subjects": {"refs/heads/a"}, "holds": {"refs/heads/a": false}}
}

test_decides_nothing_when_the_release_refs_are_not_known if {
	answer("refs/heads/a", testing.unread) == {"subjects": {"refs/heads/a"}, "holds": {}}
}

test_decides_nothing_without_a_manifest if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as {"manifest": testing.unread}
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_ref_and_the_commit if {
	actual := rule.detail with input as given("refs/heads/a", testing.collected(false))
	actual == {"refs/heads/a": {
		"message": "The manifest is built from refs/heads/a, which is no release ref of the project",
		"evidence": {"ref": "refs/heads/a", "commit": "0123456789abcdef0123456789abcdef01234567"},
	}}
}
