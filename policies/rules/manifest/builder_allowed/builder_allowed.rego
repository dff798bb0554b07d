# METADATA
# title: The provenance is that of an allowed builder, over pinned materials
# description: A builder that anybody can run says what its owner wants to hear; and a material without a digest may have been another one when it was built.
# custom:
#   catalogue: MF-10
#   severity: high
#   enforcement: block
#   collections: [supply-chain, strict, osps-baseline-2, osps-baseline-3]
#   reads: [evidence.statements]
#   handles: []
#   identity: [statement, part]
#   controls: [OSPS-BR-06.01]
#   references:
#     - https://slsa.dev/spec/v1.0/provenance
#   message: "{subject} is not what the policy allows"
#   fix:
#     command: ""
#     click: "Build with one of the allowed builders, and pin every material by a digest"
#   parameters:
#     - name: builders
#       schema: {type: array, items: {type: string, minLength: 1, maxLength: 500}, minItems: 1, maxItems: 100, uniqueItems: true}
#       default: ["https://github.com/actions/runner/github-hosted"]
#       weaker: more
package rules.manifest.builder_allowed

import data.parameters.manifest.builder_allowed as parameters

allowed := {builder | some builder in parameters.builders}

provenance[s.id] := s if {
	some s in input.evidence.statements.value
	s.kind == "provenance"
}

subjects contains sprintf("builder of %s", [id]) if some id, _ in provenance

subjects contains sprintf("materials of %s", [id]) if some id, _ in provenance

# A builder may be named with the ref it was taken from.
holds[sprintf("builder of %s", [id])] := true in {s.builder in allowed, split(s.builder, "@refs/")[0] in allowed} if {
	some id, s in provenance
}

# All are pinned, and there is at least one.
holds[sprintf("materials of %s", [id])] := {material.pinned | some material in s.materials} == {true} if {
	some id, s in provenance
}

detail[sprintf("builder of %s", [id])] := {"evidence": {"statement": id, "part": "builder", "builder": s.builder}} if {
	some id, s in provenance
	holds[sprintf("builder of %s", [id])] == false
}

detail[sprintf("materials of %s", [id])] := {"evidence": {
	"statement": id,
	"part": "materials",
	"unpinned": [material.uri | some material in s.materials; material.pinned == false],
}} if {
	some id, s in provenance
	holds[sprintf("materials of %s", [id])] == false
}
