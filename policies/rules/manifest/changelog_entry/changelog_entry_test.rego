package rules.manifest.changelog_entry_test

import data.lib.testing
import data.rules.manifest.changelog_entry as rule

stated(id, same) := {"id": id, "file": "CHANGELOG.md", "line": 3, "states": "1.2.2", "as_manifest": same}

log := "CHANGELOG.md (changelog)"

answer(versions) := result if {
	document := {"workspace": {"versions": testing.collected([stated(id, same) | some id, same in versions])}}
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

test_passes_when_the_newest_entry_is_the_version if {
	answer({log: testing.collected(true)}) == {"subjects": {log}, "holds": {log: true}}
}

test_denies_when_it_is_another if {
	answer({log: testing.collected(false)}).holds == {log: false}
}

test_denies_when_there_is_no_changelog if {
	answer({"pyproject.toml (pyproject)": testing.collected(true)}) == {
		"subjects": {"changelog"},
		"holds": {"changelog": false},
	}
}

test_denies_only_the_bad_one_among_several if {
	answer({"NEWS.md (changelog)": testing.collected(true), log: testing.collected(false)}).holds == {
		"NEWS.md (changelog)": true,
		log: false,
	}
}

test_leaves_undecided_the_changelog_that_could_not_be_read if {
	answer({log: testing.unread}) == {"subjects": {log}, "holds": {}}
}

test_states_something_while_the_host_would_refuse_when_the_section_is_unreadable if {
	actual := rule.subjects with input as {"workspace": {"versions": testing.unread}}
	actual == {"changelog"}
}

test_names_the_newest_entry if {
	document := {"workspace": {"versions": testing.collected([stated(log, testing.collected(false))])}}
	actual := rule.detail with input as document
	actual == {log: {
		"message": "The newest entry of CHANGELOG.md is that of 1.2.2",
		"evidence": {"file": "CHANGELOG.md", "line": 3, "states": "1.2.2"},
	}}
}
