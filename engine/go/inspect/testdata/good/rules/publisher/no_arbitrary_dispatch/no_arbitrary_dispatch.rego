# METADATA
# title: No publisher trusts a workflow that anyone can dispatch
# description: A dispatched workflow publishes from any branch.
# custom:
#   catalogue: TP-04
#   severity: high
#   enforcement: block
#   collections: [release-gate]
#   reads: [repository.ci_workflows, "repository.ci_workflows[].parsed", repository.environments, repository.publishers]
#   message: "{subject} trusts a workflow that can be dispatched from anywhere"
#   fix: {click: "Mend {subject}", command: ""}
package rules.publisher.no_arbitrary_dispatch

import data.lib.env
import data.lib.wf

subjects contains x.id if some x in input.repository.publishers.value

holds[x.id] := true in {x.workflow in wf.dispatchable == false, x.environment in env.restricted} if {
	some x in input.repository.publishers.value
}
