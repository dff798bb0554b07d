package rules.tag.assets_match_test

import data.lib.testing
import data.lib.testing_releases as releases
import data.rules.tag.assets_match as rule

answer(list) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.repository("releases", list)
}

other(name) := {"name": name, "as_declared": testing.collected(false)}

test_passes_when_a_file_is_as_declared if {
	subject := "a.whl of release 1"
	answer([releases.release(1, [releases.asset("a.whl")], {})]) == {"subjects": {subject}, "holds": {subject: true}}
}

test_denies_a_file_that_is_not_as_declared if {
	subject := "a.whl of release 1"
	answer([releases.release(1, [other("a.whl")], {})]) == {"subjects": {subject}, "holds": {subject: false}}
}

test_denies_a_file_that_is_missing if {
	subject := "a.whl of release 1"
	answer([releases.release(1, [], {"missing": testing.collected(["a.whl"])})]) == {"subjects": {subject}, "holds": {subject: false}}
}

test_denies_only_the_bad_files_among_several if {
	list := [releases.release(1, [releases.asset("a"), other("b")], {"missing": testing.collected(["c"])})]
	answer(list).holds == {"a of release 1": true, "b of release 1": false, "c of release 1": false}
}

test_judges_each_release_of_the_tag if {
	list := [releases.release(1, [releases.asset("a")], {}), releases.release(2, [other("a")], {"draft": true})]
	answer(list).holds == {"a of release 1": true, "a of release 2": false}
}

test_leaves_a_file_undecided_whose_digest_is_not_known if {
	unknown := {"name": "a", "as_declared": testing.unread}
	answer([releases.release(1, [unknown, releases.asset("b")], {})]) == {
		"subjects": {"a of release 1", "b of release 1"},
		"holds": {"b of release 1": true},
	}
}

test_judges_no_release_of_another_tag if {
	older := releases.release(1, [other("a")], {"of_manifest": testing.collected(false)})
	answer([older]) == {"subjects": set(), "holds": {}}
}

test_has_no_subjects_before_there_is_a_release if {
	answer([]) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_without_a_manifest if {
	answer([releases.release(1, [other("a")], {"of_manifest": testing.unread})]) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_of_files_that_could_not_be_read if {
	answer([releases.release(1, [], {"assets": testing.unread, "missing": testing.unread})]) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("releases")
	actual == {"subjects": set(), "holds": {}}
}

test_says_what_is_wrong_with_a_file if {
	list := [releases.release(1, [releases.asset("a"), other("b")], {"missing": testing.collected(["c"])})]
	actual := rule.detail with input as testing.repository("releases", list)
	actual == {
		"b of release 1": {"evidence": {"file": "b", "is": "not declared with these bytes"}},
		"c of release 1": {"evidence": {"file": "c", "is": "missing"}},
	}
}
