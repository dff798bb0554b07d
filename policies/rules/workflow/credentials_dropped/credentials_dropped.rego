# METADATA
# title: A checkout keeps no credentials
# description: actions/checkout leaves the job's token in the work tree; every later step, and every artifact made of the tree, can carry it away.
# custom:
#   catalogue: WF-07
#   severity: medium
#   enforcement: warn
#   collections: [publish-path, supply-chain, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [workspace.workflows]
#   handles: ["workspace.workflows.files[].findings[].found"]
#   identity: [file, detector]
#   controls: [OSPS-BR-01.03]
#   references:
#     - https://docs.zizmor.sh/audits/#artipacked
#   message: "{subject}: the token stays in the checkout"
#   fix:
#     command: ""
#     click: "In {subject}: write persist-credentials false under with of actions/checkout"
#   parameters: []
package rules.workflow.credentials_dropped

import data.lib.findings

detectors := {"artipacked"}

applies := count(input.workspace.workflows.value.files) > 0

subjects contains sprintf("%s: %s", [file.path, detector]) if {
	some file in input.workspace.workflows.value.files
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
