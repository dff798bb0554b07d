# METADATA
# title: Publishing jobs run on the provider's machines
# description: A machine of one's own keeps what the last job left there, and the next one publishes with it.
# custom:
#   catalogue: WF-08
#   severity: medium
#   enforcement: warn
#   collections: [publish-path, supply-chain, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [workspace.workflows, workspace.workflows.routes]
#   handles: ["workspace.workflows.files[].findings[].found"]
#   identity: [file, job, detector]
#   controls: [OSPS-BR-01.03]
#   references:
#     - https://docs.zizmor.sh/audits/#self-hosted-runner
#   message: "{subject}: the job runs on a machine that keeps what others left"
#   fix:
#     command: ""
#     click: "In {subject}: run the publishing job on a hosted runner"
#   parameters: []
package rules.workflow.hosted_runner

import data.lib.findings
import data.lib.workflows

detectors := {"self-hosted-runner"}

applies := count(input.workspace.workflows.value.files) > 0

# Several ways can lead to one job of one file.
judged := {sprintf("%s: %s: %s", [r.file, r.job, detector]): {"file": r.file, "job": r.job, "detector": detector} |
	some r in workflows.release
	some detector in detectors
}

subjects contains subject if some subject, _ in judged

# What is found outside of every job is about each of them.
holds[subject] := count([f | some f in found; f.job in {j.job, ""}]) == 0 if {
	some subject, j in judged
	found := findings.by_place[sprintf("%s: %s", [j.file, j.detector])].entry.found.value
}

detail[subject] := {"evidence": [{"file": j.file, "job": j.job, "detector": j.detector, "line": f.line} | some f in found; f.job in {j.job, ""}]} if {
	some subject, false in holds
	j := judged[subject]
	found := findings.by_place[sprintf("%s: %s", [j.file, j.detector])].entry.found.value
}
