# METADATA
# title: Only one release runs at a time
# description: Two runs of a release at once can publish parts of two builds.
# custom:
#   catalogue: WF-11
#   severity: low
#   enforcement: inform
#   collections: [publish-path, supply-chain]
#   reads: [workspace.workflows, workspace.workflows.routes]
#   handles: ["workspace.workflows.files[].findings[].found"]
#   identity: [file, detector]
#   controls: []
#   references:
#     - https://docs.zizmor.sh/audits/#concurrency-limits
#     - https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
#   message: "{subject}: two releases can run at once"
#   fix:
#     command: ""
#     click: "In {subject}: write concurrency with a group"
#   parameters: []
package rules.workflow.concurrency_limited

import data.lib.findings
import data.lib.workflows

detectors := {"concurrency-limits"}

applies := count(input.workspace.workflows.value.files) > 0

subjects contains sprintf("%s: %s", [file.path, detector]) if {
	some file in input.workspace.workflows.value.files
	file.path in workflows.files
	some detector in detectors
}

holds[subject] := count(found) == 0 if {
	some subject in subjects
	found := findings.by_place[subject].entry.found.value
}

detail[subject] := {"evidence": [{"file": place.file, "detector": place.entry.detector, "line": f.line, "job": f.job} | some f in found]} if {
	some subject, false in holds
	place := findings.by_place[subject]
	found := place.entry.found.value
}
