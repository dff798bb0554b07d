# METADATA
# title: Every audit is fresh
# description: Settings that were read yesterday say nothing of who may publish now; whoever weakens them for an hour waits for a stale audit.
# custom:
#   catalogue: MF-17
#   severity: high
#   enforcement: block
#   collections: [supply-chain, strict]
#   reads: [evidence.audits]
#   handles: ["evidence.audits[].age_seconds"]
#   identity: [kind]
#   controls: []
#   references:
#     - https://slsa.dev/spec/v1.0/threats
#   message: "The audit of {subject} is too old"
#   fix:
#     command: ""
#     click: "Collect the audit of {subject} again, and judge it at once"
#   parameters:
#     - name: hours
#       schema: {type: integer, minimum: 1, maximum: 744}
#       default: 24
#       weaker: higher
#     - name: hours_to_publish
#       schema: {type: integer, minimum: 1, maximum: 24}
#       default: 1
#       weaker: higher
package rules.manifest.audits_fresh

import data.parameters.manifest.audits_fresh as parameters

limit := parameters.hours if input.context.purpose in {"check", "release"}

limit := min([parameters.hours, parameters.hours_to_publish]) if input.context.purpose == "publish"

subjects contains audit.kind if some audit in input.evidence.audits.value

holds[audit.kind] := age <= (limit * 3600) if {
	some audit in input.evidence.audits.value
	age := audit.age_seconds.value
}

detail[audit.kind] := {
	"message": sprintf("The audit of the %s was read at %s, more than %d hours ago", [audit.kind, audit.collected_at, limit]),
	"evidence": {"kind": audit.kind, "collected_at": audit.collected_at, "hours": limit},
} if {
	some audit in input.evidence.audits.value
	holds[audit.kind] == false
}
