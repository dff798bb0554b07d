package rules.manifest.waivers_kept_test

import data.lib.testing
import data.rules.manifest.waivers_kept as rule

waiver(print, changes) := testing.changed(
	{
		"fingerprint": print,
		"rule": "branch.approvals",
		"subject": sprintf("subject %s", [print]),
		"reason": "a migration",
		"owner": "the release team",
		"expires_at": "2026-03-01T12:00:00Z",
		"matched": testing.collected(true),
	},
	changes,
)

given(waivers) := {
	"context": {"evaluated_at": "2026-02-01T12:00:00Z"},
	"waivers": testing.collected([waiver(print, changes) | some print, changes in waivers]),
}

answer(waivers) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(waivers)
		with data.parameters.manifest.waivers_kept as {"days": 7}
}

subject(part, print) := sprintf("%s of branch.approvals: %s", [part, print])

all_hold := {subject(part, "f"): true | some part in ["owner", "reason", "end", "alone", "use"]}

without(part) := object.union(all_hold, {subject(part, "f"): false})

test_passes_when_everything_is_in_order if {
	answer({"f": {}}) == {"subjects": object.keys(all_hold), "holds": all_hold}
}

test_denies_without_an_owner_and_without_a_reason if {
	answer({"f": {"owner": " "}}).holds == without("owner")
	answer({"f": {"reason": ""}}).holds == without("reason")
}

test_denies_what_ends_before_the_days_are_over if {
	answer({"f": {"expires_at": "2026-02-08T12:00:00Z"}}).holds == all_hold
	answer({"f": {"expires_at": "2026-02-08T11:59:59Z"}}).holds == without("end")
	answer({"f": {"expires_at": "2026-01-01T00:00:00Z"}}).holds == without("end")
}

test_denies_what_matches_nothing if {
	answer({"f": {"matched": testing.collected(false)}}).holds == without("use")
}

test_leaves_undecided_only_whether_it_matches_where_nobody_looked if {
	found := answer({"f": {"matched": testing.unread}})
	found.subjects - object.keys(found.holds) == {subject("use", "f")}
}

test_denies_two_for_one_thing_and_only_those if {
	both := {"subject": "main"}
	found := answer({"f": both, "g": both, "h": {}}).holds
	{name | some name, holds in found; holds == false} == {subject("alone", "f"), subject("alone", "g")}
	count(found) == 15
}

test_two_for_one_subject_of_two_rules_stand_alone if {
	found := answer({"f": {"subject": "main"}, "g": {"subject": "main", "rule": "branch.protected"}}).holds
	{holds | some holds in found} == {true}
}

test_has_no_subjects_without_waivers_and_when_they_are_unreadable if {
	answer({}) == {"subjects": set(), "holds": {}}
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as {"waivers": testing.unread}
		with data.parameters.manifest.waivers_kept as {"days": 7}
	actual == {"subjects": set(), "holds": {}}
}

test_names_the_waiver_and_what_is_wrong_with_it if {
	actual := rule.detail with input as given({"f": {"owner": ""}})
		with data.parameters.manifest.waivers_kept as {"days": 7}
	actual == {subject("owner", "f"): {"evidence": {
		"waiver": "f",
		"part": "owner",
		"rule": "branch.approvals",
		"subject": "subject f",
	}}}
}
