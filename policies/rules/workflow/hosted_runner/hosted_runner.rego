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

subjects contains sprintf("%s: %s: %s", [r.file, r.job, detector]) if {
	some r in workflows.release
	some detector in detectors
}

# What is found outside of every job is about each of them.
holds[subject] := count([f | some f in found; f.job in {r.job, ""}]) == 0 if {
	some r in workflows.release
	some detector in detectors
	found := findings.by_place[sprintf("%s: %s", [r.file, detector])].found.value
	subject := sprintf("%s: %s: %s", [r.file, r.job, detector])
}

detail[subject] := {"evidence": [{"file": r.file, "job": r.job, "detector": detector, "line": f.line} | some f in found; f.job in {r.job, ""}]} if {
	some r in workflows.release
	some detector in detectors
	subject := sprintf("%s: %s: %s", [r.file, r.job, detector])
	holds[subject] == false
	found := findings.by_place[sprintf("%s: %s", [r.file, detector])].found.value
}
