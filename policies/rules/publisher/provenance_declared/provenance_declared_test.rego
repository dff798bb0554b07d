package rules.publisher.provenance_declared_test

import data.lib.testing
import data.rules.publisher.provenance_declared as rule

by(declared) := testing.collected(declared)

publication(registry, files) := {
	"registry": registry,
	"project": "acme",
	"id": sprintf("%s/acme", [registry]),
	"files": testing.collected([{"name": name, "declared": declared} | some name, declared in files]),
}

answer(publications) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as {"registry": {"publication": testing.collected(publications)}}
}

test_passes_when_a_declared_publisher_attests_to_every_file if {
	answer([publication("pypi", {"a.whl": by(true), "a.tar.gz": by(true)})]) == {
		"subjects": {"pypi/acme a.whl", "pypi/acme a.tar.gz"},
		"holds": {"pypi/acme a.whl": true, "pypi/acme a.tar.gz": true},
	}
}

test_denies_a_file_that_nobody_attests_to if {
	answer([publication("pypi", {"a.whl": by(false)})]).holds == {"pypi/acme a.whl": false}
}

test_denies_only_the_bad_one_among_several if {
	answer([publication("pypi", {"a.whl": by(true)}), publication("testpypi", {"a.whl": by(false)})]).holds == {
		"pypi/acme a.whl": true,
		"testpypi/acme a.whl": false,
	}
}

test_leaves_undecided_the_file_whose_provenance_could_not_be_read if {
	answer([publication("pypi", {"a.whl": testing.unread, "b.whl": by(true)})]) == {
		"subjects": {"pypi/acme a.whl", "pypi/acme b.whl"},
		"holds": {"pypi/acme b.whl": true},
	}
}

test_has_no_subjects_without_files_and_when_the_section_is_unreadable if {
	answer([publication("pypi", {})]) == {"subjects": set(), "holds": {}}
	actual := rule.subjects with input as {"registry": {"publication": testing.unread}}
	actual == set()
}

test_does_not_apply_without_a_registry_audit if {
	rule.applies == false with input as {"context": {"registry": {"present": false}}}
	rule.applies == true with input as {"context": {"registry": {"present": true}}}
}

test_does_not_say_whether_it_applies_without_a_context if {
	not rule.applies with input as {}
	not rule.applies == false with input as {}
}

test_names_the_file if {
	publications := [publication("pypi", {"a.whl": by(false)})]
	actual := rule.detail with input as {"registry": {"publication": testing.collected(publications)}}
	actual == {"pypi/acme a.whl": {"evidence": {"registry": "pypi", "project": "acme", "file": "a.whl"}}}
}

test_opens_nothing_when_the_files_are_unreadable if {
	document := testing.unreadable({"registry": {"publication": testing.collected([publication("pypi", {"a.whl": by(true)})])}}, "/registry/publication/value/0/files")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": set(), "holds": {}}
}
