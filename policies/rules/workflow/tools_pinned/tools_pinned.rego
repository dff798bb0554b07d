# METADATA
# title: Publishing jobs install nothing by a moving name
# description: An image or a tool without a digest or a version is whatever its registry serves at that minute, in the job that can publish.
# custom:
#   catalogue: WF-12
#   severity: medium
#   enforcement: warn
#   collections: [publish-path, supply-chain]
#   reads: [workspace.workflows, workspace.workflows.routes]
#   handles: ["workspace.workflows.files[].findings[].found"]
#   identity: [file, job, detector]
#   controls: []
#   references:
#     - https://docs.zizmor.sh/audits/#unpinned-images
#     - https://docs.zizmor.sh/audits/#unpinned-tools
#     - https://docs.zizmor.sh/audits/#adhoc-packages
#   message: "{subject}: the job runs what its registry serves at that minute"
#   fix:
#     command: ""
#     click: "In {subject}: name images by digest, tools by version, and packages by a lock file"
#   parameters: []
package rules.workflow.tools_pinned

import data.lib.findings
import data.lib.workflows

detectors := {"adhoc-packages", "unpinned-images", "unpinned-tools"}

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
