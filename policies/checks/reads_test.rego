package checks.reads_test

import data.checks.reads
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := reads.violations with input as given
}

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_an_observation_that_is_not_listed_is_refused if {
	messages(testing.given({"observations": ["manifest", "repository.ref_rules", "repository.ref_rules[].bypass"]})) == {"the rule reads manifest, which neither reads nor handles lists"}
}

test_an_observation_that_is_not_read_is_refused if {
	messages(testing.given({"observations": ["repository.ref_rules"]})) == {"METADATA lists repository.ref_rules[].bypass, which the rule does not read"}
}

test_an_observation_under_both_is_refused if {
	messages(testing.given_custom({"reads": ["repository.ref_rules", "repository.ref_rules[].bypass"]})) == {"repository.ref_rules[].bypass is under reads and under handles"}
}

test_everything_under_reads_is_accepted if {
	messages(testing.given_custom({"reads": ["repository.ref_rules", "repository.ref_rules[].bypass"], "handles": []})) == set()
}

test_a_library_is_not_asked if {
	messages(testing.given({"kind": "library", "observations": ["manifest"]})) == set()
}

test_reads_that_are_no_list_list_nothing if {
	messages(testing.given_custom({"reads": "repository.ref_rules"})) == {"the rule reads repository.ref_rules, which neither reads nor handles lists"}
}
