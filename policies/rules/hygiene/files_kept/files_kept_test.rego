package rules.hygiene.files_kept_test

import data.lib.testing
import data.rules.hygiene.files_kept as rule

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

parts := {"licence", "lock file", "no machine code"}

given(licence, binaries, locks) := {
	"repository": {"repository_files": testing.collected({"licence": licence, "binaries": binaries})},
	"workspace": {"lock_files": locks},
}

yes := testing.collected(true)

none := testing.collected([])

locked := testing.collected([{"file": "other.lock", "present": false}, {"file": "uv.lock", "present": true}])

denied(document) := {part | some part, ok in answer(document).holds; ok == false}

test_passes_when_all_is_there if {
	answer(given(yes, none, locked)) == {"subjects": parts, "holds": {part: true | some part in parts}}
}

test_denies_each_way if {
	denied(given(testing.collected(false), none, locked)) == {"licence"}
	denied(given(yes, testing.collected(["bin/tool.exe"]), locked)) == {"no machine code"}
	denied(given(yes, none, none)) == {"lock file"}
	denied(given(yes, none, testing.collected([{"file": "uv.lock", "present": false}]))) == {"lock file"}
}

test_leaves_undecided_only_what_could_not_be_read if {
	object.keys(answer(given(testing.unread, none, locked)).holds) == parts - {"licence"}
	object.keys(answer(given(yes, testing.unread, locked)).holds) == parts - {"no machine code"}
	object.keys(answer(given(yes, none, testing.unread)).holds) == parts - {"lock file"}
}

test_is_undecided_when_the_section_is_unreadable if {
	answer(testing.unread_section("repository_files")) == {"subjects": parts, "holds": {}}
}

test_names_the_part if {
	actual := rule.detail with input as given(testing.collected(false), none, locked)
	actual == {"licence": {"evidence": {"part": "licence"}}}
}
