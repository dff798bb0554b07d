# METADATA
# title: Nothing is published before the declared jobs have succeeded
# description: needs is the only thing that makes a publish wait; a condition such as always() around it, or a job that may fail, takes it away.
# custom:
#   catalogue: WF-16
#   severity: high
#   enforcement: block
#   collections: [publish-path, supply-chain]
#   reads: [workspace.workflows, workspace.workflows.routes]
#   handles: []
#   identity: [file, job, needs]
#   controls: []
#   references:
#     - https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
#     - https://docs.github.com/en/actions/reference/workflows-and-actions/expressions
#   message: "{subject}: the publish does not wait for its success"
#   fix:
#     command: ""
#     click: "In {subject}: let the publishing job need it, without always(), !cancelled() or continue-on-error on the way"
#   parameters:
#     - name: jobs
#       schema: {type: array, items: {type: string, minLength: 1, maxLength: 100}, minItems: 1, maxItems: 50, uniqueItems: true}
#       default: [test]
#       weaker: fewer
package rules.workflow.verified_first

import data.lib.workflows
import data.parameters.workflow.verified_first as parameters

waits := {sprintf("%s after %s", [r.id, job]): {"route": r, "job": job} |
	some r in workflows.release
	some job in parameters.jobs
}

applies := count(input.workspace.workflows.value.files) > 0

subjects contains subject if some subject, _ in waits

holds[subject] := count([j | some j in w.route.verified_by; j == w.job]) == 1 if some subject, w in waits

detail[subject] := {"evidence": {"file": w.route.file, "job": w.route.job, "line": w.route.line, "needs": w.job}} if {
	some subject, false in holds
	w := waits[subject]
}
