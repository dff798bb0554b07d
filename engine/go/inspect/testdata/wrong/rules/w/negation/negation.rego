# METADATA
# title: Wrong on purpose, negation
# description: A wrong variant of branch.no_bypass; a check or the prover must catch it.
# custom:
#   catalogue: BR-19
#   severity: high
#   enforcement: block
#   collections: [release-gate]
#   reads: [repository.ref_rules, repository.release_refs]
#   handles: ["repository.ref_rules[].bypass"]
#   message: "{subject} lets someone bypass it"
#   fix: {click: "Remove every bypass actor of {subject}", command: ""}
package rules.w.negation

import data.lib.refs

judged contains r if {
	some b in refs.branches
	some r in refs.rules_of[b]
}

subjects contains r.id if some r in judged
has_actor(r) if count(r.bypass.value) > 0

holds[r.id] := false if {
	some r in judged
	has_actor(r)
}

holds[r.id] := true if {
	some r in judged
	not has_actor(r)
}
