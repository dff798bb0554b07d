# METADATA
# title: No workflow runs with secrets for whoever opens a pull request
# description: pull_request_target and workflow_run start with the repository's secrets and a token that may write; what they check out can be anybody's.
# custom:
#   catalogue: WF-01
#   severity: critical
#   enforcement: block
#   collections: [publish-path, supply-chain, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [workspace.workflows]
#   handles: ["workspace.workflows.files[].findings[].found"]
#   identity: [file, detector]
#   controls: [OSPS-BR-01.01, OSPS-BR-01.03, OSPS-AC-04.01]
#   references:
#     - https://docs.zizmor.sh/audits/#dangerous-triggers
#     - https://docs.github.com/en/actions/reference/security/secure-use
#   message: "{subject}: what strangers send starts it with the repository's rights"
#   fix:
#     command: ""
#     click: "In {subject}: start it with pull_request, or split what needs secrets from what touches foreign code"
#   parameters: []
package rules.workflow.triggers_trusted

import data.lib.findings

detectors := {"dangerous-triggers"}

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
