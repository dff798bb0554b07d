package lib.findings_test

import data.lib.findings
import data.lib.testing

a := ".github/workflows/a.yml"

b := ".github/workflows/b.yml"

test_what_a_detector_found_is_under_its_file_and_its_name if {
	found := testing.collected([testing.finding({})])
	files := [
		testing.workflow_file(a, {"artipacked": found, "unpinned-uses": testing.unread}),
		testing.workflow_file(b, {"artipacked": testing.collected([])}),
	]
	actual := findings.by_place with input as testing.workflows(files, [])
	object.keys(actual) == {sprintf("%s: artipacked", [a]), sprintf("%s: unpinned-uses", [a]), sprintf("%s: artipacked", [b])}
	count(actual[sprintf("%s: artipacked", [a])].entry.found.value) == 1
	count(actual[sprintf("%s: artipacked", [b])].entry.found.value) == 0
	actual[sprintf("%s: unpinned-uses", [a])].entry.found.status == "denied"
}
