# METADATA
# title: No bypass actor on any ruleset that protects a release branch
# description: Whoever may bypass the ruleset can change a release branch without review.
# custom:
#   catalogue: BR-19
#   severity: high
#   enforcement: block
#   collections: [release-gate]
#   reads: [repository.ref_rules, repository.release_refs]
#   handles: ["repository.ref_rules[].bypass"]
#   message: "{subject} lets someone bypass it"
#   fix: {click: "Mend {subject}", command: ""}
package rules.branch.no_bypass

import data.lib.refs

judged contains r if {
	some b in refs.branches
	some r in refs.rules_of[b]
}

subjects contains r.id if some r in judged

holds[r.id] := count(r.bypass.value) == 0 if some r in judged
