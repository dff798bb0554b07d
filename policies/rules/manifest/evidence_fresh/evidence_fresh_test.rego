package rules.manifest.evidence_fresh_test

import data.lib.testing
import data.rules.manifest.evidence_fresh as rule

sections := {"statements": "statement 1", "sboms": "bill of materials 1", "test_results": "test results 1"}

given(at, changes) := {
	"context": {"evaluated_at": at},
	"evidence": {name: testing.collected([testing.piece("1", object.union({}, change))]) |
		some name, _ in sections
		change := object.get(changes, name, {})
	},
}

answer(at, changes) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(at, changes)
		with data.parameters.manifest.evidence_fresh as {"days": 30}
}

all_hold := {subject: true | some subject in sections}

none_holds := {subject: false | some subject in sections}

test_passes_when_all_is_signed_and_fresh if {
	answer("2026-02-02T12:00:00Z", {}) == {"subjects": object.keys(all_hold), "holds": all_hold}
}

test_passes_up_to_the_last_moment_and_denies_from_the_next_on if {
	answer("2026-03-03T12:00:00Z", {}).holds == all_hold
	answer("2026-03-03T12:00:00.000001Z", {}).holds == none_holds
}

test_allows_two_clocks_five_minutes_and_no_more if {
	answer("2026-02-01T11:55:00Z", {}).holds == all_hold
	answer("2026-02-01T11:54:59Z", {}).holds == none_holds
}

test_denies_only_the_piece_that_no_trusted_key_signed if {
	some name, subject in sections
	found := answer("2026-02-02T12:00:00Z", {name: {"verified": false}})
	found.holds == object.union(all_hold, {subject: false})
}

test_leaves_undecided_only_the_piece_of_no_known_age if {
	every name, subject in sections {
		found := answer("2026-02-02T12:00:00Z", {name: {"made_at": testing.unread}})
		found == {"subjects": object.keys(all_hold), "holds": object.remove(all_hold, [subject])}
	}
}

test_has_no_subjects_without_evidence_and_when_it_is_unreadable if {
	every section in [testing.unread, testing.collected([])] {
		document := {
			"context": {"evaluated_at": "2026-02-02T12:00:00Z"},
			"evidence": {name: section | some name, _ in sections},
		}
		actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
			with data.parameters.manifest.evidence_fresh as {"days": 30}
		actual == {"subjects": set(), "holds": {}}
	}
}

test_names_the_piece_and_the_limit if {
	actual := rule.detail with input as given("2026-02-02T12:00:00Z", {"sboms": {"verified": false}})
		with data.parameters.manifest.evidence_fresh as {"days": 30}
	actual == {"bill of materials 1": {"evidence": {"piece": "bill of materials 1", "days": 30}}}
}
