# METADATA
# title: Every declared check succeeded at the commit that is released
# description: "A required check guards the branch, not the release: the commit that is tagged may be one whose checks failed, never ran, or were reported by somebody else's app."
# custom:
#   catalogue: HY-07
#   severity: critical
#   enforcement: block
#   collections: [strict, supply-chain, osps-baseline-2, osps-baseline-3]
#   reads: [repository.check_runs, "repository.check_runs[].released"]
#   handles: []
#   identity: [check]
#   controls: [OSPS-QA-03.01]
#   references:
#     - https://docs.github.com/en/rest/checks/runs
#     - https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/collaborating-on-repositories-with-code-quality-features/about-status-checks
#   message: "Check {subject} did not succeed at the commit that is released"
#   fix:
#     command: ""
#     click: "Actions > the workflow of {subject}: run it again for the commit that is released, mend what fails, and release the new commit"
#   parameters:
#     - name: apps
#       schema: {"type": "array", "items": {"type": "integer", "minimum": 1}, "uniqueItems": true, "minItems": 1}
#       default: [15368]
#       weaker: more
package rules.hygiene.checks_passed

import data.parameters.hygiene.checks_passed as parameters
import data.project

apps := {app | some app in parameters.apps}

# What another app reports under the same name says nothing.
runs[run.name][run.id] contains [run.status, run.conclusion] if {
	some run in input.repository.check_runs.value
	run.released.value == true
	run.app_id in apps
}

# Of several attempts only the newest counts.
succeeded contains name if {
	some name, found in runs
	newest := max([id | some id, _ in found])
	found[newest] == {["completed", "success"]}
}

subjects contains name if some name in project.checks

holds[name] := name in succeeded if some name in project.checks

detail[name] := {"evidence": {"check": name}} if some name, false in holds
