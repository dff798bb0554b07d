# METADATA
# title: Publishing jobs write no more than a publish takes
# description: Every action in the job has the job's token; what it may write beside the publish, a stolen step may write too.
# custom:
#   catalogue: WF-03
#   severity: high
#   enforcement: block
#   collections: [publish-path, supply-chain, osps-baseline-2, osps-baseline-3]
#   reads: [workspace.workflows, workspace.workflows.routes]
#   handles: []
#   identity: [file, job]
#   controls: [OSPS-AC-04.01, OSPS-AC-04.02]
#   references:
#     - https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
#   message: "{subject} may write more than a publish takes"
#   fix:
#     command: ""
#     click: "At the job of {subject}: write permissions with only what the publish needs"
#   parameters:
#     - name: writes
#       schema: {type: array, items: {type: string, maxLength: 100}, maxItems: 50, uniqueItems: true}
#       default: [attestations, id-token]
#       weaker: more
package rules.workflow.job_permissions_least

import data.lib.workflows
import data.parameters.workflow.job_permissions_least as parameters

allowed := {scope | some scope in parameters.writes}

written[r.id] := {s.scope | some s in r.permissions.scopes; s.access in {"write", "unknown"}} if some r in workflows.release

applies := count(input.workspace.workflows.value.files) > 0

subjects contains id if some id, _ in workflows.release

# A default that nobody wrote down may be anything.
holds[id] := {r.permissions.otherwise in {"none", "read"}, count(written[id] - allowed) == 0} == {true} if {
	some id, r in workflows.release
}

detail[id] := {"evidence": {"file": r.file, "job": r.job, "line": r.line, "writes": [s | some s in (written[id] - allowed)]}} if {
	some id, false in holds
	r := workflows.release[id]
}
