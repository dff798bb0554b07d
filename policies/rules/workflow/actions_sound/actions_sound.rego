# METADATA
# title: No action is archived, vulnerable or an impostor
# description: A commit of a fork can be used under the name of the original, a fixed mistake stays where an old version is named, and nobody mends what is archived.
# custom:
#   catalogue: WF-13
#   severity: high
#   enforcement: block
#   collections: [supply-chain, osps-baseline-3]
#   reads: [workspace.workflows]
#   handles: ["workspace.workflows.files[].findings[].found"]
#   identity: [file, detector]
#   controls: [OSPS-VM-05.03]
#   references:
#     - https://docs.zizmor.sh/audits/#archived-uses
#     - https://docs.zizmor.sh/audits/#impostor-commit
#     - https://docs.zizmor.sh/audits/#known-vulnerable-actions
#   message: "{subject}: what is used is not what it should be"
#   fix:
#     command: ""
#     click: "In {subject}: use a maintained version, by a commit of the repository itself"
#   parameters: []
package rules.workflow.actions_sound

import data.lib.findings

detectors := {"archived-uses", "impostor-commit", "known-vulnerable-actions", "ref-version-mismatch"}

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
