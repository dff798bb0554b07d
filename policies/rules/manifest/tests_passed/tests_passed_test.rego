package rules.manifest.tests_passed_test

import data.lib.testing
import data.rules.manifest.tests_passed as rule

suite(id, changes) := testing.piece(id, object.union(
	{"suite": "unit", "tests": 3, "passed": 3, "failed": 0, "errored": 0, "skipped": 0, "problems": []},
	changes,
))

given(suites) := {
	"manifest": testing.built,
	"evidence": {"test_results": testing.collected([suite(id, changes) | some id, changes in suites])},
}

answer(suites) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(suites)
		with data.parameters.manifest.tests_passed as {"skipped": 1}
}

test_passes_when_every_test_passed if {
	answer({"1": {}}) == {"subjects": {"1"}, "holds": {"1": true}}
}

test_denies_what_failed_or_ended_with_an_error if {
	answer({"1": {"passed": 2, "failed": 1}}).holds == {"1": false}
	answer({"1": {"passed": 2, "errored": 1}}).holds == {"1": false}
}

test_skipped_tests_are_counted_against_the_limit if {
	answer({"1": {"passed": 2, "skipped": 1}}).holds == {"1": true}
	answer({"1": {"passed": 1, "skipped": 2}}).holds == {"1": false}
}

test_denies_a_suite_in_which_nothing_passed_and_counts_that_do_not_add_up if {
	answer({"1": {"tests": 0, "passed": 0}}).holds == {"1": false}
	answer({"1": {"tests": 1, "passed": 0, "skipped": 1}}).holds == {"1": false}
	answer({"1": {"tests": 4}}).holds == {"1": false}
	answer({"1": {"tests": 2}}).holds == {"1": false}
}

test_denies_a_result_that_nothing_ties_to_the_release if {
	answer({"1": {"declared": false}}).holds == {"1": true}
	answer({"1": {"sha256": ""}}).holds == {"1": true}
	answer({"1": {"declared": false, "sha256": ""}}).holds == {"1": false}
	answer({"1": {"declared": false, "sha256": "cc"}}).holds == {"1": false}
}

# whole: a release that its evidence is tied to by the digest of a file alone
whole := testing.collected({
	"version": "1.0",
	"source": {
		"host": "git.example",
		"repository": "acme/widget",
		"commit": "0123456789abcdef0123456789abcdef01234567",
		"ref": "refs/tags/v1.0",
	},
	"artifacts": [{"name": "a.whl", "kind": "wheel", "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "size": 1}],
})

test_passes_a_result_that_names_a_file_of_the_release if {
	tied := {"declared": false, "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "document": "5555555555555555555555555555555555555555555555555555555555555555"}
	document := testing.changed(given({"1": tied}), {"manifest": whole})
	actual := rule.holds with input as document
		with data.parameters.manifest.tests_passed as {"skipped": 1}
	actual == {"1": true}
}

test_denies_only_the_bad_one_among_several if {
	answer({"1": {}, "2": {"passed": 2, "failed": 1}, "3": {}}).holds == {"1": true, "2": false, "3": true}
}

test_has_no_subjects_without_suites_and_when_the_section_is_unreadable if {
	answer({}) == {"subjects": set(), "holds": {}}
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as {"evidence": {"test_results": testing.unread}}
		with data.parameters.manifest.tests_passed as {"skipped": 0}
	actual == {"subjects": set(), "holds": {}}
}

test_says_how_many_did_what if {
	actual := rule.detail with input as given({"1": {"passed": 2, "failed": 1, "problems": ["test_a"]}})
		with data.parameters.manifest.tests_passed as {"skipped": 0}
	actual == {"1": {
		"message": "unit: of 3 tests 2 passed, 1 failed, 0 ended with an error, 0 were skipped",
		"evidence": {"suite": "unit", "failed": 1, "errored": 0, "skipped": 0, "problems": ["test_a"]},
	}}
}

test_leaves_it_to_the_host_when_the_manifest_is_unreadable if {
	document := testing.unreadable(given({"1": {}}), "/manifest")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.manifest.tests_passed as {"skipped": 1}
	actual == {"subjects": {"1"}, "holds": {"1": true}}
}
