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

import data.lib.workflows

detectors := {"cache-poisoning"}

applies := count(input.workspace.workflows.value.files) > 0

subjects contains sprintf("%s: %s: %s", [r.file, r.job, detector]) if {
	some r in workflows.release
	some detector in detectors
}

# What is found outside of every job is about each of them.
holds[subject] := count([f | some f in found; f.job in {r.job, ""}; f.persona == "regular"]) == 0 if {
	some r in workflows.release
	some file in input.workspace.workflows.value.files
	file.path == r.file
	some d in file.findings
	d.detector in detectors
	subject := sprintf("%s: %s: %s", [r.file, r.job, d.detector])
	found := d.found.value
}

detail[subject] := {"evidence": [{"file": file.path, "job": r.job, "detector": d.detector, "line": f.line} | some f in d.found.value; f.job in {r.job, ""}; f.persona == "regular"]} if {
	some r in workflows.release
	some file in input.workspace.workflows.value.files
	file.path == r.file
	some d in file.findings
	subject := sprintf("%s: %s: %s", [r.file, r.job, d.detector])
	holds[subject] == false
}
