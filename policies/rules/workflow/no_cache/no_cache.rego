# METADATA
# title: Publishing jobs restore no cache
# description: Whoever can run a workflow on the default branch can write a cache; a publishing job that restores it builds with what was put there.
# custom:
#   catalogue: WF-06
#   severity: high
#   enforcement: warn
#   collections: [publish-path, supply-chain, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [workspace.workflows, workspace.workflows.routes]
#   handles: ["workspace.workflows.files[].findings[].found"]
#   identity: [file, job, detector]
#   controls: [OSPS-BR-01.03]
#   references:
#     - https://docs.zizmor.sh/audits/#cache-poisoning
#   message: "{subject}: the job can restore what others put into the cache"
#   fix:
#     command: ""
#     click: "In {subject}: leave the cache out of the publishing job"
#   parameters: []
package rules.workflow.no_cache

import data.lib.findings
import data.lib.workflows

detectors := {"cache-poisoning"}

applies := count(input.workspace.workflows.value.files) > 0

# Several ways can lead to one job of one file.
judged := {sprintf("%s: %s: %s", [r.file, r.job, detector]): {"file": r.file, "job": r.job, "detector": detector} |
	some r in workflows.release
	some detector in detectors
}

subjects contains subject if some subject, _ in judged

# What is found outside of every job is about each of them.
holds[subject] := count([f | some f in found; f.job in {j.job, ""}; f.persona == "regular"]) == 0 if {
	some subject, j in judged
	found := findings.by_place[sprintf("%s: %s", [j.file, j.detector])].entry.found.value
}

detail[subject] := {"evidence": [{"file": j.file, "job": j.job, "detector": j.detector, "line": f.line} | some f in found; f.job in {j.job, ""}; f.persona == "regular"]} if {
	some subject, false in holds
	j := judged[subject]
	found := findings.by_place[sprintf("%s: %s", [j.file, j.detector])].entry.found.value
}
