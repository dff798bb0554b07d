# METADATA
# title: The named checks are required on every release branch
# description: A check that is not required can be skipped.
# custom:
#   catalogue: BR-14
#   severity: high
#   enforcement: block
#   collections: [release-gate]
#   reads: [repository.ref_rules, repository.release_refs]
#   message: "{subject} is not required"
#   fix: {click: "Mend {subject}", command: ""}
#   parameters: [{name: checks, schema: {type: object}, default: {}, weaker: fewer}]
package rules.branch.named_checks

import data.lib.refs
import data.parameters.branch.named_checks as p

wanted[sprintf("%s %s", [b, c])] := [b, c] if {
	some b in refs.branches
	some c in p.checks[b]
}

subjects contains id if some id, _ in wanted

holds[id] := pair in refs.required_checks if some id, pair in wanted
