# METADATA
# title: Every trusted workflow exists and can mint a token
# description: A trusted workflow that does not exist can be created by an attacker.
# custom:
#   catalogue: TP-02
#   severity: high
#   enforcement: block
#   collections: [release-gate]
#   reads: [repository.ci_workflows, "repository.ci_workflows[].parsed", repository.publishers]
#   message: "{subject} trusts a workflow that does not exist"
#   fix: {click: "Mend {subject}", command: ""}
package rules.publisher.workflow_exists

import data.lib.wf

subjects contains x.id if {
	some x in input.repository.publishers.value
	x.active == true
}

holds[x.id] := {ok | some j in wf.minters; j.path == x.workflow; ok := {j.main, j.environment == x.environment} == {true}} == {true} if {
	some x in input.repository.publishers.value
	x.active == true
}
