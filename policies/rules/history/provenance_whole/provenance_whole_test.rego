package rules.history.provenance_whole_test

import data.lib.testing
import data.rules.history.provenance_whole as rule

release(version, changes) := object.union(
	{
		"id": sprintf("pypi acme %s", [version]),
		"registry": "pypi",
		"project": "acme",
		"version": version,
		"published_at": sprintf("2026-01-0%sT10:00:00Z", [version]),
		"files": 2,
		"attested": 2,
	},
	changes,
)

given(releases) := {"registry": {"attested_releases": testing.collected([release(version, changes) |
	some version, changes in releases
])}}

answer(releases, most) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(releases)
		with data.parameters.history.provenance_whole as {"releases": most}
}

one := "pypi acme 1"

two := "pypi acme 2"

three := "pypi acme 3"

test_passes_when_every_file_has_provenance if {
	answer({"1": {}, "2": {}}, 20) == {"subjects": {one, two}, "holds": {one: true, two: true}}
}

test_denies_a_release_with_a_file_less_and_one_without_files if {
	answer({"1": {"attested": 1}}, 20).holds == {one: false}
	answer({"1": {"files": 0, "attested": 0}}, 20).holds == {one: false}
}

test_denies_only_the_bad_one_among_several if {
	answer({"1": {}, "2": {"attested": 0}, "3": {}}, 20).holds == {one: true, two: false, three: true}
}

test_looks_at_the_newest_releases_alone if {
	releases := {"1": {"attested": 0}, "2": {}, "3": {}}
	answer(releases, 2) == {"subjects": {two, three}, "holds": {two: true, three: true}}
	answer(releases, 3).holds == {one: false, two: true, three: true}
}

# As text 10:00:00.5Z comes before 10:00:00Z.
test_looks_at_the_newest_release_where_its_time_has_a_fraction if {
	releases := {"1": {"published_at": "2026-01-02T10:00:00Z"}, "2": {"published_at": "2026-01-02T10:00:00.5Z", "attested": 0}}
	answer(releases, 1) == {"subjects": {two}, "holds": {two: false}}
}

test_has_no_subjects_without_releases_and_when_the_section_is_unreadable if {
	answer({}, 20) == {"subjects": set(), "holds": {}}
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as {"registry": {"attested_releases": testing.unread}}
		with data.parameters.history.provenance_whole as {"releases": 20}
	actual == {"subjects": set(), "holds": {}}
}

test_says_how_many_files_have_it if {
	actual := rule.detail with input as given({"1": {"attested": 1}})
		with data.parameters.history.provenance_whole as {"releases": 20}
	actual == {one: {
		"message": "pypi acme 1: 1 of 2 files have provenance",
		"evidence": {"registry": "pypi", "project": "acme", "version": "1", "files": 2, "attested": 1},
	}}
}
