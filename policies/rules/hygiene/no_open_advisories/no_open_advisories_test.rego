package rules.hygiene.no_open_advisories_test

import data.lib.testing
import data.rules.hygiene.no_open_advisories as rule

# advisory: a critical one that somebody reported, except as `changes` says.
advisory(id, changes) := object.union({"id": id, "severity": "critical", "state": "triage", "patched": false}, changes)

given(found) := testing.repository("advisories", [advisory(id, changes) | some id, changes in found])

judged(found, severities) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(found)
		with data.parameters.hygiene.no_open_advisories as {"severities": severities}
}

answer(found) := judged(found, ["critical"])

test_passes_what_is_repaired_or_no_weakness if {
	every changes in [{"state": "published", "patched": true}, {"state": "closed"}, {"state": "withdrawn"}] {
		answer({"a": changes}) == {"subjects": {"a"}, "holds": {"a": true}}
	}
}

test_passes_what_is_less_bad_than_the_policy_names if {
	answer({"a": {"severity": "high"}, "b": {"severity": "low", "state": "draft"}}).holds == {"a": true, "b": true}
}

test_denies_what_is_open if {
	every changes in [{}, {"state": "draft"}, {"state": "published"}, {"state": "unknown"}, {"state": "draft", "patched": true}] {
		answer({"a": changes}) == {"subjects": {"a"}, "holds": {"a": false}}
	}
}

test_denies_what_nobody_has_rated if {
	answer({"a": {"severity": ""}}).holds == {"a": false}
}

test_denies_each_severity_the_policy_names if {
	judged({"a": {"severity": "high"}, "b": {"severity": "low"}}, ["critical", "high"]).holds == {"a": false, "b": true}
}

test_denies_only_the_open_one_among_several if {
	answer({"a": {"state": "closed"}, "b": {}, "c": {"severity": "low"}}).holds == {"a": true, "b": false, "c": true}
}

test_decides_nothing_without_a_severity if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as given({"a": {"state": "closed"}})
		with data.parameters.hygiene.no_open_advisories as {}
	actual == {"subjects": {"a"}, "holds": {}}
}

test_has_no_subjects_without_advisories_and_when_they_are_unreadable if {
	answer({}) == {"subjects": set(), "holds": {}}
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("advisories")
		with data.parameters.hygiene.no_open_advisories as {"severities": ["critical"]}
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_advisory if {
	actual := rule.detail with input as given({"a": {}, "b": {"state": "closed"}})
		with data.parameters.hygiene.no_open_advisories as {"severities": ["critical"]}
	actual == {"a": {"evidence": {"advisory": "a", "severity": "critical", "state": "triage"}}}
}
