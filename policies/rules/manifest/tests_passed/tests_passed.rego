# METADATA
# title: Every test ran and passed
# description: A suite that was skipped, or that ended before its first test, is as silent as one that passed.
# custom:
#   catalogue: MF-11
#   severity: high
#   enforcement: block
#   collections: [supply-chain, strict, osps-baseline-2, osps-baseline-3]
#   reads: [manifest, evidence.test_results]
#   handles: []
#   identity: [suite]
#   controls: [OSPS-QA-06.01]
#   references:
#     - https://github.com/testmoapp/junitxml
#   message: "Not every test of {subject} ran and passed"
#   fix:
#     command: ""
#     click: "Repair or remove the tests that did not pass, and build the release again"
#   parameters:
#     - name: skipped
#       schema: {type: integer, minimum: 0, maximum: 1000000}
#       default: 0
#       weaker: higher
package rules.manifest.tests_passed

import data.parameters.manifest.tests_passed as parameters

sha256s contains a.sha256 if some a in input.manifest.value.artifacts

# Nothing ties a result to a release that the manifest does not name and that names none of its files.
bound contains t.id if {
	some t in input.evidence.test_results.value
	true in {t.declared, t.sha256 in sha256s}
}

subjects contains t.id if some t in input.evidence.test_results.value

# What is counted must add up, or a result that is none of these is lost.
holds[t.id] := {
	t.passed > 0,
	(t.failed + t.errored) == 0,
	t.skipped <= parameters.skipped,
	(t.passed + t.skipped) == t.tests,
	t.id in bound,
} == {true} if {
	some t in input.evidence.test_results.value
}

detail[t.id] := {
	"message": sprintf("%s: of %d tests %d passed, %d failed, %d ended with an error, %d were skipped", [
		t.suite,
		t.tests,
		t.passed,
		t.failed,
		t.errored,
		t.skipped,
	]),
	"evidence": {"suite": t.suite, "failed": t.failed, "errored": t.errored, "skipped": t.skipped, "problems": t.problems},
} if {
	some t in input.evidence.test_results.value
	holds[t.id] == false
}
