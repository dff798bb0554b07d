# METADATA
# title: Wrong on purpose, status_string
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
package rules.w.status_string

import data.lib.refs

judged contains r if {
	some b in refs.branches
	some r in refs.rules_of[b]
}

subjects contains r.id if some r in judged

holds[r.id] := count(r.bypass.value) == 0 if {
	some r in judged
	r.bypass.status == "collectd"
}
