package rules.branch.codeowners_sound_test

import data.lib.testing
import data.rules.branch.codeowners_sound as rule

mistake(line) := {"line": line, "kind": "Unknown owner", "path": ".github/CODEOWNERS"}

answer(errors) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.repository("codeowners", {"errors": errors})
}

test_passes_when_no_line_has_a_mistake if {
	answer([]) == {"subjects": {"CODEOWNERS"}, "holds": {"CODEOWNERS": true}}
}

test_denies_when_one_line_has_a_mistake if {
	answer([mistake(1)]) == {"subjects": {"CODEOWNERS"}, "holds": {"CODEOWNERS": false}}
}

test_denies_when_several_lines_have_mistakes if {
	answer([mistake(1), mistake(9)]) == {"subjects": {"CODEOWNERS"}, "holds": {"CODEOWNERS": false}}
}

test_decides_nothing_when_there_is_no_file_or_it_could_not_be_read if {
	every section in [testing.unread, testing.absent] {
		actual := {"subjects": rule.subjects, "holds": rule.holds} with input as {"repository": {"codeowners": section}}
		actual == {"subjects": {"CODEOWNERS"}, "holds": {}}
	}
}

test_names_the_lines_with_mistakes if {
	actual := rule.detail with input as testing.repository("codeowners", {"errors": [mistake(3)]})
	actual == {"CODEOWNERS": {"evidence": {"lines": [".github/CODEOWNERS:3 Unknown owner"]}}}
}
