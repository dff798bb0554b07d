# METADATA
# title: Every artifact is of a kind that is released, and none is known for what it must not hold
# description: A debug build, a source map or a key that lies beside the artifacts is published with them, and cannot be taken back.
# custom:
#   catalogue: MF-06
#   severity: high
#   enforcement: block
#   collections: [supply-chain, strict, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [manifest]
#   handles: []
#   identity: [artifact]
#   controls: [OSPS-QA-05.01, OSPS-BR-07.01]
#   references:
#     - https://packaging.python.org/en/latest/specifications/file-yanking/
#   message: "{subject} is of a kind that is not released"
#   fix:
#     command: ""
#     click: "Take {subject} out of the files to be released, and build the manifest again"
#   parameters:
#     - name: kinds
#       schema: {type: array, items: {type: string, enum: [wheel, sdist, crate, npm, binary, archive, document, other]}, minItems: 1, maxItems: 8, uniqueItems: true}
#       default: [wheel, sdist, crate, npm, binary, archive, document]
#       weaker: more
#     - name: endings
#       schema: {type: array, items: {type: string, minLength: 1, maxLength: 100}, maxItems: 200, uniqueItems: true}
#       default: [.map, .pdb, .dsym, .debug, .pem, .key, .p12, .pfx, .jks, .env, .netrc, .pypirc, .npmrc, .sqlite, .log, .core]
#       weaker: fewer
package rules.manifest.kinds_allowed

import data.parameters.manifest.kinds_allowed as parameters

kinds := {kind | some kind in parameters.kinds}

# The endings are those of file names, which some systems write in capitals.
endings := [lower(ending) | some ending in parameters.endings]

denied contains a.name if {
	some a in input.manifest.value.artifacts
	strings.any_suffix_match(lower(a.name), endings)
}

subjects contains a.name if some a in input.manifest.value.artifacts

holds[a.name] := {a.kind in kinds, count({a.name} & denied) == 0} == {true} if some a in input.manifest.value.artifacts

detail[a.name] := {"evidence": {"artifact": a.name, "kind": a.kind}} if {
	some a in input.manifest.value.artifacts
	holds[a.name] == false
}
