# METADATA
# title: Every bill of materials is valid, is of an artifact, and lists allowed licences alone
# description: A bill of materials of other bytes hides what is in these; a licence that nobody looked at can forbid what users do with the release.
# custom:
#   catalogue: MF-13
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [manifest, evidence.sboms]
#   handles: []
#   identity: [document, licence]
#   controls: [OSPS-QA-02.02, OSPS-LE-02.02]
#   references:
#     - https://cyclonedx.org/specification/overview/
#   message: "{subject} is not what the policy allows"
#   fix:
#     command: ""
#     click: "Make the bill of materials again from these files; replace what has no allowed licence, or allow the licence"
#   parameters:
#     - name: licences
#       schema: {type: array, items: {type: string, minLength: 1, maxLength: 200}, minItems: 1, maxItems: 1000, uniqueItems: true}
#       default: [0BSD, Apache-2.0, BSD-2-Clause, BSD-3-Clause, CC0-1.0, ISC, MIT, MPL-2.0, PSF-2.0, Python-2.0, Unlicense, Zlib]
#       weaker: more
package rules.manifest.licences_allowed

import data.parameters.manifest.licences_allowed as parameters

allowed := {licence | some licence in parameters.licences}

files contains [a.name, a.sha256] if some a in input.manifest.value.artifacts

subjects contains b.id if some b in input.evidence.sboms.value

subjects contains sprintf("%s: %s", [b.id, l.licence]) if {
	some b in input.evidence.sboms.value
	some l in b.licences
}

holds[b.id] := {b.valid, b.unlicensed == 0, b.components > 0, [b.artifact, b.sha256] in files} == {true} if {
	some b in input.evidence.sboms.value
}

holds[sprintf("%s: %s", [b.id, l.licence])] := l.licence in allowed if {
	some b in input.evidence.sboms.value
	some l in b.licences
}

detail[b.id] := {"evidence": {
	"document": b.document,
	"licence": "",
	"artifact": b.artifact,
	"problem": b.problem,
	"unlicensed": b.unlicensed,
}} if {
	some b in input.evidence.sboms.value
	holds[b.id] == false
}

detail[subject] := {"evidence": {"document": b.document, "licence": l.licence, "components": l.components}} if {
	some b in input.evidence.sboms.value
	some l in b.licences
	subject := sprintf("%s: %s", [b.id, l.licence])
	holds[subject] == false
}
