package rules.hygiene.scanned_commit_test

import data.lib.testing
import data.rules.hygiene.scanned_commit as rule

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

commit := "0123456789abcdef0123456789abcdef01234567"

other := "89abcdef0123456789abcdef0123456789abcdef"

manifest := testing.collected({"source": {"commit": commit}})

analysis(id, tool, at, failed) := {"id": id, "tool": tool, "category": "", "commit": at, "failed": failed}

given(analyses) := {"manifest": manifest, "repository": {"analyses": testing.collected(analyses)}}

passes := {"subjects": {commit}, "holds": {commit: true}}

denies := {"subjects": {commit}, "holds": {commit: false}}

test_passes_when_each_tool_succeeded_at_this_commit if {
	answer(given([analysis(1, "CodeQL", commit, false), analysis(2, "other", commit, false)])) == passes
}

test_passes_when_a_tool_succeeded_at_last if {
	answer(given([analysis(2, "CodeQL", commit, false), analysis(1, "CodeQL", commit, true)])) == passes
}

test_denies_when_nothing_was_scanned_or_only_another_commit if {
	answer(given([])) == denies
	answer(given([analysis(1, "CodeQL", other, false)])) == denies
}

test_denies_when_one_tool_failed_or_failed_at_last if {
	answer(given([analysis(1, "CodeQL", commit, false), analysis(2, "other", commit, true)])) == denies
	answer(given([analysis(1, "CodeQL", commit, false), analysis(2, "CodeQL", commit, true)])) == denies
}

test_has_no_subjects_without_a_manifest if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as {"manifest": testing.unread}
	actual == {"subjects": set(), "holds": {}}
}

test_denies_while_the_host_would_refuse_when_the_section_is_unreadable if {
	answer({"manifest": manifest, "repository": {"analyses": testing.unread}}) == denies
}

test_names_the_tools_that_ran if {
	actual := rule.detail with input as given([analysis(1, "CodeQL", commit, true)])
	actual == {commit: {"evidence": {"commit": commit, "tools": ["CodeQL "]}}}
}
