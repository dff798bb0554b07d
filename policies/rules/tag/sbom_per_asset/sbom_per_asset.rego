# METADATA
# title: Every compiled artifact has a valid bill of materials of its own
# description: Nobody can see what was linked into a binary; without its bill of materials no user knows that the next vulnerability is theirs.
# custom:
#   catalogue: TG-09
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-3]
#   reads: [manifest, evidence.sboms]
#   handles: []
#   identity: [artifact]
#   controls: [OSPS-QA-02.02]
#   references:
#     - https://cyclonedx.org/specification/overview/
#   message: "{subject} has no valid bill of materials of its own"
#   fix:
#     command: ""
#     click: "Make a bill of materials from {subject} itself, and give it with --evidence"
#   parameters:
#     - name: kinds
#       schema: {type: array, items: {type: string, enum: [wheel, sdist, crate, npm, binary, archive, document, other]}, minItems: 1, maxItems: 8, uniqueItems: true}
#       default: [archive, binary, wheel]
#       weaker: fewer
#   allow_empty: Where nothing compiled is released, nothing compiled lacks its bill of materials.
package rules.tag.sbom_per_asset

import data.parameters.tag.sbom_per_asset as parameters

kinds := {kind | some kind in parameters.kinds}

billed contains [b.artifact, b.sha256] if {
	some b in input.evidence.sboms.value
	b.valid == true
}

compiled[a.name] := a if {
	some a in input.manifest.value.artifacts
	a.kind in kinds
}

subjects contains name if some name, _ in compiled

holds[name] := [name, a.sha256] in billed if some name, a in compiled

detail[name] := {"evidence": {"artifact": name, "kind": a.kind, "sha256": a.sha256}} if {
	some name, false in holds
	a := compiled[name]
}
