# METADATA
# title: Publishing jobs run none of the project's code
# description: A build runs whatever its dependencies bring; where it shares a job with the publish, that has the right to publish.
# custom:
#   catalogue: WF-10
#   severity: high
#   enforcement: warn
#   collections: [publish-path, supply-chain, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [workspace.workflows, workspace.workflows.routes]
#   handles: []
#   identity: [file, job]
#   controls: [OSPS-BR-01.03]
#   references:
#     - https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
#   message: "{subject} runs code of the project where it can publish"
#   fix:
#     command: ""
#     click: "In {subject}: build in another job, hand the files over as an artifact, and upload nothing else here"
#   parameters: []
package rules.workflow.publish_apart

import data.lib.workflows

applies := count(input.workspace.workflows.value.files) > 0

subjects contains id if some id, _ in workflows.release

# What a workflow of another repository runs cannot be read here.
holds[id] := {count(r.project_code) == 0, r.is_remote == false} == {true} if some id, r in workflows.release

detail[id] := {"evidence": {"file": r.file, "job": r.job, "lines": [c.line | some c in r.project_code]}} if {
	some id, false in holds
	r := workflows.release[id]
}
