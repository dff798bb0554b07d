package rules.history.provenance_whole_test

import data.lib.testing
import data.rules.history.provenance_whole as rule

by(own) := testing.collected(own)

# A release for each version, each with its files and what is known of them.
release(version, newer, files) := {
	"version": version,
	"newer": newer,
	"files": [{"name": name, "own": own} | some name, own in files],
}

project(registry, releases) := {
	"registry": registry,
	"project": "acme",
	"id": sprintf("%s/acme", [registry]),
	"releases": testing.collected(releases),
}

given(projects) := {"registry": {"attested_releases": testing.collected(projects)}}

answer(projects, most) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(projects)
		with data.parameters.history.provenance_whole as {"releases": most}
}

two := [
	release("2", 0, {"a-2.whl": by(true), "a-2.tar.gz": by(true)}),
	release("1", 1, {"a-1.whl": by(false)}),
]

test_passes_when_every_file_has_provenance if {
	answer([project("pypi", [release("2", 0, {"a-2.whl": by(true), "a-2.tar.gz": by(true)})])], 20) == {
		"subjects": {"pypi/acme a-2.whl", "pypi/acme a-2.tar.gz"},
		"holds": {"pypi/acme a-2.whl": true, "pypi/acme a-2.tar.gz": true},
	}
}

test_denies_a_file_that_nothing_of_the_project_attests_to if {
	answer([project("pypi", [release("1", 0, {"a-1.whl": by(false)})])], 20).holds == {"pypi/acme a-1.whl": false}
}

test_denies_only_the_bad_one_among_several if {
	answer([project("npm", []), project("pypi", two)], 20).holds == {
		"pypi/acme a-2.whl": true,
		"pypi/acme a-2.tar.gz": true,
		"pypi/acme a-1.whl": false,
	}
}

test_looks_at_the_newest_releases_of_each_project_alone if {
	answer([project("pypi", two)], 1) == {
		"subjects": {"pypi/acme a-2.whl", "pypi/acme a-2.tar.gz"},
		"holds": {"pypi/acme a-2.whl": true, "pypi/acme a-2.tar.gz": true},
	}
	answer([project("pypi", two)], 2).holds["pypi/acme a-1.whl"] == false
}

test_leaves_undecided_the_file_whose_provenance_could_not_be_read if {
	answer([project("pypi", [release("1", 0, {"a-1.whl": testing.unread, "b-1.whl": by(true)})])], 20) == {
		"subjects": {"pypi/acme a-1.whl", "pypi/acme b-1.whl"},
		"holds": {"pypi/acme b-1.whl": true},
	}
}

test_has_no_subjects_without_releases_and_when_the_section_is_unreadable if {
	answer([project("pypi", [])], 20) == {"subjects": set(), "holds": {}}
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as {"registry": {"attested_releases": testing.unread}}
		with data.parameters.history.provenance_whole as {"releases": 20}
	actual == {"subjects": set(), "holds": {}}
}

test_opens_nothing_when_the_releases_are_unreadable if {
	document := testing.unreadable(given([project("pypi", two)]), "/registry/attested_releases/value/0/releases")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.history.provenance_whole as {"releases": 20}
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_file_and_its_release if {
	actual := rule.detail with input as given([project("pypi", two)])
		with data.parameters.history.provenance_whole as {"releases": 20}
	actual == {"pypi/acme a-1.whl": {"evidence": {"registry": "pypi", "project": "acme", "version": "1", "file": "a-1.whl"}}}
}
