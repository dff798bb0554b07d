# METADATA
# title: Release tags cannot be created, moved or deleted
# description: A tag that can be moved names other bytes tomorrow.
# custom:
#   catalogue: TG-01
#   severity: high
#   enforcement: block
#   collections: [release-gate]
#   reads: [repository.ref_rules, repository.release_refs]
#   message: "{subject} is not blocked"
#   fix: {click: "Mend {subject}", command: ""}
package rules.tag.protected

import data.lib.refs

wanted[sprintf("%s %s", [t, k])] := [t, k] if {
	some t in refs.tags
	some k in ["creation", "update", "deletion"]
}

subjects contains id if some id, _ in wanted

holds[id] := pair in refs.blocked if some id, pair in wanted
