# METADATA
# title: No text of strangers becomes part of a command
# description: An expression inside run is pasted into the script before the shell sees it; a branch name or a title can then be a command.
# custom:
#   catalogue: WF-02
#   severity: high
#   enforcement: block
#   collections: [publish-path, supply-chain, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [workspace.workflows]
#   handles: ["workspace.workflows.files[].findings[].found"]
#   identity: [file, detector]
#   controls: [OSPS-BR-01.01, OSPS-BR-01.04]
#   references:
#     - https://docs.zizmor.sh/audits/#template-injection
#     - https://docs.zizmor.sh/audits/#github-env
#     - https://docs.github.com/en/actions/reference/security/secure-use
#   message: "{subject}: text of strangers can become a command"
#   fix:
#     command: ""
#     click: "In {subject}: hand the value over as a variable under env, and quote it in the script"
#   parameters: []
package rules.workflow.no_injection

import data.lib.findings

detectors := {"github-env", "template-injection"}

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
