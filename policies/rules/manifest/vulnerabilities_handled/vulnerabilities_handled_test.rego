package rules.manifest.vulnerabilities_handled_test

import data.lib.testing
import data.rules.manifest.vulnerabilities_handled as rule

finding(severity, seen) := {
	"id": "f",
	"vulnerability": "CVE-1",
	"component": "left",
	"severity": severity,
	"first_seen": seen,
}

scan(id, changes) := testing.piece(id, object.union({"scanner": "any", "findings": []}, changes))

given(at, scans) := {
	"context": {"evaluated_at": at},
	"manifest": testing.built,
	"evidence": {"vulnerabilities": testing.collected([scan(id, changes) | some id, changes in scans])},
}

declared := {"critical_days": 0, "high_days": 7, "medium_days": 30, "low_days": 90, "scan_days": 7}

answer(at, scans) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(at, scans)
		with data.parameters.manifest.vulnerabilities_handled as declared
}

found(severity, seen) := {"1": {"findings": [finding(severity, testing.collected(seen))]}}

decided(severity, seen) := answer("2026-02-01T13:00:00Z", found(severity, seen)).holds["1: f"]

test_passes_a_new_scan_that_found_nothing if {
	answer("2026-02-01T13:00:00Z", {"1": {}}) == {"subjects": {"scan 1"}, "holds": {"scan 1": true}}
}

test_a_scan_is_new_up_to_the_last_moment if {
	answer("2026-02-08T12:00:00Z", {"1": {}}).holds == {"scan 1": true}
	answer("2026-02-08T12:00:00.000001Z", {"1": {}}).holds == {"scan 1": false}
}

test_denies_a_scan_of_the_future_and_one_that_nobody_signed if {
	answer("2026-02-01T11:55:00Z", {"1": {}}).holds == {"scan 1": true}
	answer("2026-02-01T11:54:59Z", {"1": {}}).holds == {"scan 1": false}
	answer("2026-02-01T13:00:00Z", {"1": {"verified": false}}).holds == {"scan 1": false}
}

test_denies_a_scan_that_nothing_ties_to_the_release if {
	answer("2026-02-01T13:00:00Z", {"1": {"declared": false, "sha256": "aa"}}).holds == {"scan 1": true}
	answer("2026-02-01T13:00:00Z", {"1": {"declared": true, "sha256": ""}}).holds == {"scan 1": true}
	answer("2026-02-01T13:00:00Z", {"1": {"declared": false, "sha256": ""}}).holds == {"scan 1": false}
	answer("2026-02-01T13:00:00Z", {"1": {"declared": false, "sha256": "cc"}}).holds == {"scan 1": false}
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

test_passes_a_scan_that_names_a_file_of_the_release if {
	tied := {"declared": false, "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "document": "5555555555555555555555555555555555555555555555555555555555555555"}
	document := testing.changed(given("2026-02-01T13:00:00Z", {"1": tied}), {"manifest": whole})
	actual := rule.holds with input as document
		with data.parameters.manifest.vulnerabilities_handled as declared
	actual == {"scan 1": true}
}

test_a_critical_one_has_no_leeway_and_one_that_nobody_rated_neither if {
	decided("critical", "2026-02-01T13:00:00Z") == false
	decided("unknown", "2026-02-01T13:00:00Z") == false
}

test_each_severity_has_its_own_leeway if {
	decided("high", "2026-01-25T13:00:00Z") == true
	decided("high", "2026-01-25T12:59:59Z") == false
	decided("medium", "2026-01-02T13:00:00Z") == true
	decided("medium", "2026-01-02T12:59:59Z") == false
	decided("low", "2025-11-03T13:00:00Z") == true
	decided("low", "2025-11-03T12:59:59Z") == false
}

test_denies_one_that_was_first_seen_in_the_future if {
	decided("low", "2026-02-01T13:06:00Z") == false
}

test_only_shows_what_has_no_severity_worth_a_name if {
	every severity in ["info", "none"] {
		answer("2026-02-01T13:00:00Z", found(severity, "2020-01-01T00:00:00Z")).subjects == {"scan 1"}
	}
}

test_denies_only_the_bad_one_among_several if {
	scans := object.union({"0": {}}, found("high", "2025-01-01T00:00:00Z"))
	answer("2026-02-01T13:00:00Z", scans).holds == {"scan 0": true, "scan 1": true, "1: f": false}
}

test_leaves_undecided_only_what_has_no_known_age if {
	answer("2026-02-01T13:00:00Z", {"1": {"made_at": testing.unread}}) == {"subjects": {"scan 1"}, "holds": {}}
	unseen := {"1": {"findings": [finding("low", testing.unread)]}}
	answer("2026-02-01T13:00:00Z", unseen) == {"subjects": {"scan 1", "1: f"}, "holds": {"scan 1": true}}
}

test_has_no_subjects_without_scans_and_when_the_section_is_unreadable if {
	answer("2026-02-01T13:00:00Z", {}) == {"subjects": set(), "holds": {}}
	document := {"context": {"evaluated_at": "2026-02-01T13:00:00Z"}, "evidence": {"vulnerabilities": testing.unread}}
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.manifest.vulnerabilities_handled as declared
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_vulnerability_and_the_component if {
	actual := rule.detail with input as given("2026-02-01T13:00:00Z", found("high", "2025-01-01T00:00:00Z"))
		with data.parameters.manifest.vulnerabilities_handled as declared
	actual == {"1: f": {
		"message": "CVE-1 in left is high and older than 7 days",
		"evidence": {"vulnerability": "CVE-1", "component": "left", "severity": "high"},
	}}
}

test_leaves_it_to_the_host_when_the_manifest_is_unreadable if {
	document := testing.unreadable(given("2026-02-01T13:00:00Z", {"1": {}}), "/manifest")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.manifest.vulnerabilities_handled as declared
	actual == {"subjects": {"scan 1"}, "holds": {"scan 1": true}}
}
