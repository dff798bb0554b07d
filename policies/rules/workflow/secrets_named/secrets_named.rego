# METADATA
# title: Secrets are handed on by name
# description: secrets inherit and toJSON(secrets) give everything there is to code that needs one thing.
# custom:
#   catalogue: WF-09
#   severity: medium
#   enforcement: warn
#   collections: [publish-path, supply-chain, osps-baseline-1]
#   reads: [workspace.workflows]
#   handles: ["workspace.workflows.files[].findings[].found"]
#   identity: [file, detector]
#   controls: [OSPS-BR-07.01]
#   references:
#     - https://docs.zizmor.sh/audits/#secrets-inherit
#     - https://docs.zizmor.sh/audits/#overprovisioned-secrets
#   message: "{subject}: all secrets are handed on"
#   fix:
#     command: ""
#     click: "In {subject}: name each secret that is needed"
#   parameters: []
package rules.workflow.secrets_named

import data.lib.findings

detectors := {"overprovisioned-secrets", "secrets-inherit"}

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
