package rules.workspace.build_run_test

import data.lib.testing
import data.rules.workspace.build_run as rule

run(id, changes) := testing.piece(id, object.union(
	{
		"host": "git.example",
		"repository": "Acme/widget",
		"run_id": 7,
		"attempt": 1,
		"workflow": ".github/workflows/release.yml",
		"event": "push",
		"conclusion": "success",
		"tag": "v1.0",
		"version": "1.0",
		"commit": "c1",
	},
	changes,
))

given(runs) := {
	"manifest": testing.built,
	"evidence": {"build_runs": testing.collected([run(id, changes) | some id, changes in runs])},
}

declared := {"workflows": [".github/workflows/release.yml"]}

answer(runs) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(runs)
		with data.parameters.workspace.build_run as declared
}

all_hold := {sprintf("%s of 1", [part]): true |
	some part in ["conclusion", "workflow", "tag", "version", "source", "signature", "binding"]
}

test_passes_when_the_run_is_that_of_the_release if {
	answer({"1": {}}) == {"subjects": object.keys(all_hold), "holds": all_hold}
}

test_denies_each_part_of_its_own if {
	wrong := [
		["conclusion of 1", {"conclusion": "failure"}],
		["conclusion of 1", {"conclusion": "cancelled"}],
		["workflow of 1", {"workflow": ".github/workflows/test.yml"}],
		["tag of 1", {"tag": "v1.1"}],
		["tag of 1", {"tag": ""}],
		["version of 1", {"version": "1.1"}],
		["source of 1", {"commit": "c2"}],
		["source of 1", {"repository": "acme/fork"}],
		["source of 1", {"host": "other.example"}],
		["signature of 1", {"verified": false}],
		["binding of 1", {"declared": false, "sha256": "cc"}],
	]
	every case in wrong {
		answer({"1": case[1]}).holds == object.union(all_hold, {case[0]: false})
	}
}

test_a_run_is_bound_by_its_name_in_the_manifest_or_by_its_bytes if {
	answer({"1": {"declared": false}}).holds == all_hold
	answer({"1": {"sha256": ""}}).holds == all_hold
}

test_denies_only_the_bad_one_among_several if {
	found := answer({"1": {}, "2": {"tag": "v2"}}).holds
	{subject | some subject, holds in found; holds == false} == {"tag of 2"}
	count(found) == 14
}

test_has_no_subjects_without_runs_and_when_they_are_unreadable if {
	answer({}) == {"subjects": set(), "holds": {}}
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as {"manifest": testing.built, "evidence": {"build_runs": testing.unread}}
		with data.parameters.workspace.build_run as declared
	actual == {"subjects": set(), "holds": {}}
}

test_decides_only_what_needs_no_manifest_when_it_is_unreadable if {
	actual := rule.holds with input as testing.changed(given({"1": {}}), {"manifest": testing.unread})
		with data.parameters.workspace.build_run as declared
	actual == {"conclusion of 1": true, "workflow of 1": true, "signature of 1": true, "binding of 1": true}
}

test_names_the_run_and_the_part if {
	actual := rule.detail with input as given({"1": {"tag": "v2"}})
		with data.parameters.workspace.build_run as declared
	actual == {"tag of 1": {"evidence": {
		"run": 7,
		"part": "tag",
		"attempt": 1,
		"workflow": ".github/workflows/release.yml",
		"conclusion": "success",
		"tag": "v2",
		"version": "1.0",
	}}}
}
