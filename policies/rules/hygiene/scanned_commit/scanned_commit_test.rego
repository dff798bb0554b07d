package rules.hygiene.scanned_commit_test

import data.lib.testing
import data.rules.hygiene.scanned_commit as rule

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

commit := "commit that is released"

analysis(id, tool, released, failed) := {
	"id": id,
	"tool": tool,
	"category": "",
	"failed": failed,
	"released": testing.collected(released),
}

given(analyses) := testing.repository("analyses", analyses)

passes := {"subjects": {commit}, "holds": {commit: true}}

denies := {"subjects": {commit}, "holds": {commit: false}}

test_passes_when_each_tool_succeeded_at_this_commit if {
	answer(given([analysis(1, "CodeQL", true, false), analysis(2, "other", true, false)])) == passes
}

test_passes_when_a_tool_succeeded_at_last if {
	answer(given([analysis(2, "CodeQL", true, false), analysis(1, "CodeQL", true, true)])) == passes
}

test_denies_when_nothing_was_scanned_or_only_another_commit if {
	answer(given([])) == denies
	answer(given([analysis(1, "CodeQL", false, false)])) == denies
}

test_denies_when_one_tool_failed_or_failed_at_last if {
	answer(given([analysis(1, "CodeQL", true, false), analysis(2, "other", true, true)])) == denies
	answer(given([analysis(1, "CodeQL", true, false), analysis(2, "CodeQL", true, true)])) == denies
}

test_denies_while_the_host_would_refuse_when_something_is_unreadable if {
	answer(testing.unread_section("analyses")) == denies
	unknown := testing.changed(analysis(1, "CodeQL", true, false), {"released": testing.unread})
	answer(given([unknown])) == denies
}

test_names_the_tools_that_ran if {
	actual := rule.detail with input as given([analysis(1, "CodeQL", true, true)])
	actual == {commit: {"evidence": {"tools": ["CodeQL "]}}}
}
