# METADATA
# title: Every waiver has an owner and a reason, does not end soon, stands alone, and accepts something
# description: A waiver that nobody owns is never taken back; one that ends on the day of a release stops it, two for one thing hide each other, and one for what is long mended accepts its return.
# custom:
#   catalogue: MF-15
#   severity: medium
#   enforcement: warn
#   collections: [strict]
#   reads: [waivers]
#   handles: ["waivers[].matched"]
#   identity: [waiver, part]
#   controls: []
#   references:
#     - https://csrc.nist.gov/pubs/sp/800/53/r5/upd1/final
#   message: "{subject}: the waiver is not in order"
#   fix:
#     command: ""
#     click: "Renew the waiver with an owner and a reason before it ends, or mend what it accepts and revoke it"
#   parameters:
#     - name: days
#       schema: {type: integer, minimum: 0, maximum: 365}
#       default: 7
#       weaker: lower
#   allow_empty: Where no waiver is in force none is out of order.
package rules.manifest.waivers_kept

import data.parameters.manifest.waivers_kept as parameters

now := time.parse_rfc3339_ns(input.context.evaluated_at)

day := (24 * 60) * (60 * 1000000000)

parts := {"owner", "reason", "end", "alone", "use"}

same[[w.rule, w.subject]] contains w.fingerprint if some w in input.waivers.value

subjects contains sprintf("%s of %s: %s", [part, w.rule, w.fingerprint]) if {
	some w in input.waivers.value
	some part in parts
}

holds[sprintf("owner of %s: %s", [w.rule, w.fingerprint])] := count(trim_space(w.owner)) > 0 if some w in input.waivers.value

holds[sprintf("reason of %s: %s", [w.rule, w.fingerprint])] := count(trim_space(w.reason)) > 0 if some w in input.waivers.value

holds[sprintf("end of %s: %s", [w.rule, w.fingerprint])] := left >= (parameters.days * day) if {
	some w in input.waivers.value
	left := time.parse_rfc3339_ns(w.expires_at) - now
}

holds[sprintf("alone of %s: %s", [w.rule, w.fingerprint])] := count(same[[w.rule, w.subject]]) == 1 if some w in input.waivers.value

# The host looked for the violation that it accepts; where nobody did, that is not decided.
holds[sprintf("use of %s: %s", [w.rule, w.fingerprint])] := w.matched.value if some w in input.waivers.value

detail[subject] := {"evidence": {"waiver": w.fingerprint, "part": part, "rule": w.rule, "subject": w.subject}} if {
	some w in input.waivers.value
	some part in parts
	subject := sprintf("%s of %s: %s", [part, w.rule, w.fingerprint])
	holds[subject] == false
}
