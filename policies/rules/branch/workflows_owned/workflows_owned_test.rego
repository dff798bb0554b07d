package rules.branch.workflows_owned_test

import data.lib.testing
import data.rules.branch.workflows_owned as rule

both := {"CODEOWNERS", ".github/workflows"}

answer(present, owned) := result if {
	document := testing.repository("code_ownership", {"present": present, "file": "", "workflows_owned": owned})
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

test_passes_when_workflows_have_owners if {
	answer(true, true) == {"subjects": both, "holds": {"CODEOWNERS": true, ".github/workflows": true}}
}

test_denies_both_when_there_is_no_file if {
	answer(false, false) == {"subjects": both, "holds": {"CODEOWNERS": false, ".github/workflows": false}}
}

test_denies_only_the_workflows_when_the_file_leaves_them_out if {
	answer(true, false) == {"subjects": both, "holds": {"CODEOWNERS": true, ".github/workflows": false}}
}

test_decides_nothing_when_the_section_is_unreadable if {
	every section in [testing.unread, testing.incomplete] {
		actual := {"subjects": rule.subjects, "holds": rule.holds} with input as {"repository": {"code_ownership": section}}
		actual == {"subjects": both, "holds": {}}
	}
}
