# METADATA
# title: Every required check is bound to an expected app
# description: Anyone with write access can report a check of any name; only the binding to an app says who reported it.
# custom:
#   catalogue: BR-15
#   severity: high
#   enforcement: block
#   collections: [release-gate]
#   reads: [repository.ref_rules, repository.release_refs]
#   message: "{subject} is not bound to an expected app"
#   fix: {click: "Mend {subject}", command: ""}
#   parameters: [{name: apps, schema: {type: array, items: {type: integer}}, default: [15368], weaker: more}]
package rules.branch.checks_bound

import data.lib.refs
import data.parameters.branch.checks_bound as p

required[sprintf("%s %s", [r.id, c.name])] contains c.app if {
	some b in refs.branches
	some r in refs.rules_of[b]
	some c in r.requires.checks
}

subjects contains id if some id, _ in required

holds[id] := {x | some a in apps; x := {a.bound, a.id in p.apps} == {true}} == {true} if some id, apps in required
