package rules.tag.release_files_test

import data.lib.testing
import data.lib.testing_releases as releases
import data.rules.tag.release_files as rule

answer(list, files) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.repository("releases", list)
		with data.parameters.tag.release_files as {"files": files}
}

licensed := releases.release(1, [releases.asset("LICENSE"), releases.asset("a.whl")], {})

test_passes_when_the_file_is_there if {
	answer([licensed], ["LICENSE"]) == {"subjects": {"LICENSE of release 1"}, "holds": {"LICENSE of release 1": true}}
}

test_denies_when_the_file_is_missing if {
	bare := releases.release(1, [], {})
	answer([bare], ["LICENSE"]) == {"subjects": {"LICENSE of release 1"}, "holds": {"LICENSE of release 1": false}}
}

test_denies_only_the_missing_file_among_several if {
	answer([licensed], ["LICENSE", "CHANGELOG.md"]).holds == {
		"LICENSE of release 1": true,
		"CHANGELOG.md of release 1": false,
	}
}

test_denies_a_name_that_differs_in_case if {
	answer([licensed], ["License"]).holds == {"License of release 1": false}
}

test_takes_no_file_of_another_release if {
	list := [licensed, releases.release(2, [], {"draft": true})]
	answer(list, ["LICENSE"]).holds == {"LICENSE of release 1": true, "LICENSE of release 2": false}
}

test_has_no_subjects_before_there_is_a_release_of_the_tag if {
	answer([], ["LICENSE"]) == {"subjects": set(), "holds": {}}
	older := releases.release(1, [], {"of_manifest": testing.collected(false)})
	answer([older], ["LICENSE"]) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_without_a_manifest if {
	answer([releases.release(1, [], {"of_manifest": testing.unread})], ["LICENSE"]) == {"subjects": set(), "holds": {}}
}

test_decides_nothing_without_a_parameter if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.repository("releases", [licensed])
		with data.parameters.tag.release_files as {}
	actual == {"subjects": set(), "holds": {}}
}

test_decides_nothing_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("releases")
		with data.parameters.tag.release_files as {"files": ["LICENSE"]}
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_missing_file if {
	actual := rule.detail with input as testing.repository("releases", [licensed])
		with data.parameters.tag.release_files as {"files": ["LICENSE", "NOTICE"]}
	actual == {"NOTICE of release 1": {"evidence": {"file": "NOTICE"}}}
}

test_opens_nothing_when_the_assets_are_unreadable if {
	document := testing.repository("releases", [testing.changed(licensed, {"assets": testing.unread})])
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.tag.release_files as {"files": ["LICENSE"]}
	actual == {"subjects": {"LICENSE of release 1"}, "holds": {"LICENSE of release 1": false}}
}
