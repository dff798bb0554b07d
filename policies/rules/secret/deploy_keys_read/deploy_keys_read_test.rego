package rules.secret.deploy_keys_read_test

import data.lib.testing
import data.rules.secret.deploy_keys_read as rule

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

key(id, read_only) := {"id": id, "title": "robot", "fingerprint": "SHA256:x", "read_only": read_only}

given(keys) := testing.repository("deploy_keys", keys)

test_passes_when_a_key_only_reads if {
	answer(given([key(1, true)])) == {"subjects": {"deploy key 1"}, "holds": {"deploy key 1": true}}
}

test_denies_a_key_that_writes if {
	answer(given([key(1, false)])) == {"subjects": {"deploy key 1"}, "holds": {"deploy key 1": false}}
}

test_denies_only_the_bad_one_among_several if {
	answer(given([key(1, true), key(2, false), key(3, true)])).holds == {
		"deploy key 1": true,
		"deploy key 2": false,
		"deploy key 3": true,
	}
}

test_has_no_subjects_without_keys_and_when_the_section_is_unreadable if {
	answer(given([])) == {"subjects": set(), "holds": {}}
	answer(testing.unread_section("deploy_keys")) == {"subjects": set(), "holds": {}}
}

test_names_the_key if {
	actual := rule.detail with input as given([key(2, false)])
	actual == {"deploy key 2": {"evidence": {"key": 2, "title": "robot", "fingerprint": "SHA256:x"}}}
}
