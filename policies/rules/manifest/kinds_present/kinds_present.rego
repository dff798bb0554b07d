# METADATA
# title: Every kind of artifact that a registry's users need is there
# description: A release without its source distribution cannot be built by those who do not trust the wheel, and one without its wheel runs a build on every machine that installs it.
# custom:
#   catalogue: MF-20
#   severity: high
#   enforcement: block
#   collections: [supply-chain, strict]
#   reads: [manifest]
#   handles: []
#   identity: [registry, kind]
#   controls: []
#   references:
#     - https://packaging.python.org/en/latest/discussions/package-formats/
#   message: "{subject} is missing among the artifacts"
#   fix:
#     command: ""
#     click: "Build what is missing ({subject}), and build the manifest again"
#   parameters:
#     - name: required
#       schema: {type: array, items: {type: object, additionalProperties: false, required: [registry, kind], properties: {registry: {type: string, enum: [pypi, testpypi, crates, npm, github, other]}, kind: {type: string, enum: [wheel, sdist, crate, npm, binary, archive, document, other]}}}, maxItems: 50, uniqueItems: true}
#       default: [{registry: pypi, kind: wheel}, {registry: pypi, kind: sdist}, {registry: crates, kind: crate}, {registry: npm, kind: npm}]
#       weaker: fewer
#   allow_empty: Where nothing is released to a registry that demands a kind, no kind is missing.
package rules.manifest.kinds_present

import data.parameters.manifest.kinds_present as parameters

registries contains target.registry if some target in input.manifest.value.targets

present contains a.kind if some a in input.manifest.value.artifacts

required[sprintf("%s for %s", [one.kind, one.registry])] := one if {
	some one in parameters.required
	one.registry in registries
}

subjects contains subject if some subject, _ in required

holds[subject] := one.kind in present if some subject, one in required

detail[subject] := {"evidence": {"registry": one.registry, "kind": one.kind, "present": [kind | some kind in present]}} if {
	some subject, false in holds
	one := required[subject]
}
