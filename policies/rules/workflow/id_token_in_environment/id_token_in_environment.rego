# METADATA
# title: Only jobs in a release environment may ask for an identity token
# description: The token proves to a registry that this repository publishes; outside a release environment nobody's approval stands before it.
# custom:
#   catalogue: WF-04
#   severity: high
#   enforcement: block
#   collections: [publish-path, supply-chain, osps-baseline-3]
#   reads: [workspace.workflows, workspace.workflows.routes]
#   handles: []
#   identity: [file, job, environment]
#   controls: [OSPS-AC-04.02]
#   references:
#     - https://docs.github.com/en/actions/concepts/security/openid-connect
#     - https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
#   message: "{subject} may ask for an identity token outside of a release environment"
#   fix:
#     command: ""
#     click: "At the job of {subject}: name a release environment, or take id-token write away"
#   allow_empty: Where every file was read and no job may ask for a token, none asks for one outside of a release environment.
#   parameters: []
package rules.workflow.id_token_in_environment

import data.lib.workflows

asking[r.id] := r if {
	some r in input.workspace.workflows.value.routes.value
	r.id_token in {"write", "unknown"}
}

applies := count(input.workspace.workflows.value.files) > 0

subjects contains id if some id, _ in asking

# What another repository does with it cannot be read here.
holds[id] := {r.environment.kind == "named", r.is_remote == false, lower(r.environment.name) in workflows.environments} == {true} if {
	some id, r in asking
}

detail[id] := {"evidence": {"file": r.file, "job": r.job, "line": r.line, "environment": r.environment.name}} if {
	some id, false in holds
	r := asking[id]
}
