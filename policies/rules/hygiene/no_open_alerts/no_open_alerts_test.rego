package rules.hygiene.no_open_alerts_test

import data.lib.testing
import data.rules.hygiene.no_open_alerts as rule

answer(document) := answer_by(document, {"severities": ["critical", "high"]})

answer_by(document, parameters) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.hygiene.no_open_alerts as parameters
}

kinds := {"code scanning", "dependencies", "secret scanning"}

alert(severity) := {"id": 1, "name": "a", "severity": severity, "created_at": "2026-01-01T00:00:00Z"}

given(changes) := testing.repository("alerts", testing.changed(
	{
		"code_scanning": testing.collected([]),
		"dependabot": testing.collected([]),
		"secret_scanning": testing.collected([]),
	},
	changes,
))

denied(changes) := {kind | some kind, ok in answer(given(changes)).holds; ok == false}

test_passes_without_alerts_and_with_lesser_ones if {
	answer(given({})) == {"subjects": kinds, "holds": {kind: true | some kind in kinds}}
	lesser := testing.collected([alert("medium"), alert("low")])
	denied({"code_scanning": lesser, "dependabot": lesser}) == set()
}

test_denies_what_nobody_rated_and_an_error if {
	denied({"code_scanning": testing.collected([alert("")])}) == {"code scanning"}
	denied({"code_scanning": testing.collected([alert("error")])}) == {"code scanning"}
	denied({"dependabot": testing.collected([alert("")])}) == {"dependencies"}
	denied({"code_scanning": testing.collected([alert("warning"), alert("note")])}) == set()
}

test_denies_each_kind_alone if {
	denied({"code_scanning": testing.collected([alert("low"), alert("critical")])}) == {"code scanning"}
	denied({"dependabot": testing.collected([alert("high")])}) == {"dependencies"}
	denied({"secret_scanning": testing.collected([alert("")])}) == {"secret scanning"}
}

test_leaves_undecided_only_the_kind_that_could_not_be_read if {
	every part, kind in {
		"code_scanning": "code scanning",
		"dependabot": "dependencies",
		"secret_scanning": "secret scanning",
	} {
		object.keys(answer(given({part: testing.unread})).holds) == kinds - {kind}
	}
}

test_is_undecided_when_the_section_is_unreadable if {
	answer(testing.unread_section("alerts")) == {"subjects": kinds, "holds": {}}
}

test_decides_nothing_about_severities_without_a_parameter if {
	object.keys(answer_by(given({}), {}).holds) == {"secret scanning"}
}

test_names_the_kind if {
	actual := rule.detail with input as given({"dependabot": testing.collected([alert("critical")])})
		with data.parameters.hygiene.no_open_alerts as {"severities": ["critical"]}
	actual == {"dependencies": {"evidence": {"kind": "dependencies"}}}
}
