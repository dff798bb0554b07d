# METADATA
# title: Wrong on purpose, default_rule
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
package rules.w.default_rule

import data.lib.refs

judged contains r if {
	some b in refs.branches
	some r in refs.rules_of[b]
}

subjects contains r.id if some r in judged

default clean := true

clean := false if {
	some r in judged
	count(r.bypass.value) > 0
}

holds[r.id] := clean if some r in judged
