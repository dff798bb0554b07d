# METADATA
# title: Release workflows name what they use by commit
# description: A tag or a branch names whatever its owner puts there tomorrow, and it then runs with the right to publish.
# custom:
#   catalogue: WF-05
#   severity: high
#   enforcement: block
#   collections: [publish-path, supply-chain]
#   reads: [workspace.workflows, workspace.workflows.routes]
#   handles: ["workspace.workflows.files[].findings[].found"]
#   identity: [file, detector]
#   controls: []
#   references:
#     - https://docs.zizmor.sh/audits/#unpinned-uses
#     - https://docs.github.com/en/actions/reference/security/secure-use
#   message: "{subject}: what is used can be changed by its owner"
#   fix:
#     command: ""
#     click: "In {subject}: write the full commit after the @, and the version in a comment"
#   parameters: []
package rules.workflow.uses_pinned

import data.lib.findings
import data.lib.workflows

detectors := {"unpinned-uses"}

applies := count(input.workspace.workflows.value.files) > 0

subjects contains sprintf("%s: %s", [file.path, detector]) if {
	some file in input.workspace.workflows.value.files
	file.path in workflows.files
	some detector in detectors
}

holds[subject] := count([f | some f in found; f.persona == "regular"]) == 0 if {
	some subject in subjects
	found := findings.by_place[subject].entry.found.value
}

detail[subject] := {"evidence": [{"file": place.file, "detector": place.entry.detector, "line": f.line, "job": f.job} | some f in found; f.persona == "regular"]} if {
	some subject, false in holds
	place := findings.by_place[subject]
	found := place.entry.found.value
}
