package checks.input_section_test

import data.checks.input_section
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := input_section.violations with input as given
}

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_input_as_a_whole_is_refused if {
	messages(testing.given({"wholes": [testing.use({"path": "input"})]})) == {"data.rules.branch.no_bypass.holds uses input without a section"}
}

test_it_is_refused_in_a_library_too if {
	messages(testing.given({"kind": "library", "wholes": [testing.use({"path": "input.repository"})]})) == {"data.rules.branch.no_bypass.holds uses input.repository without a section"}
}
