# METADATA
# title: The manifest names exactly the imported artifacts
# description: What is released must be what was imported for this candidate; a file more, a file less or another digest is another release.
# custom:
#   catalogue: MF-02
#   severity: critical
#   enforcement: block
#   collections: [release-gate, strict, minimal, osps-baseline-2, osps-baseline-3]
#   reads: [manifest, evidence.imported_artifacts]
#   handles: []
#   identity: [artifact]
#   controls: [OSPS-BR-02.02, OSPS-BR-06.01]
#   references:
#     - https://slsa.dev/spec/v1.0/verifying-artifacts
#   message: "{subject}: the manifest and what was imported for the candidate differ"
#   fix:
#     command: ""
#     click: "Import the artifacts for the candidate again, then build the manifest again"
#   parameters: []
package rules.manifest.artifacts_imported

applies := input.context.candidate.present

declared contains [a.name, a.sha256, a.size] if some a in input.manifest.value.artifacts

imported contains [i.name, i.sha256, i.size] if some i in input.evidence.imported_artifacts.value

# A file that only one side has, under this name with these bytes.
differing contains file[0] if some file in ((declared - imported) | (imported - declared))

subjects contains file[0] if some file in (declared | imported)

holds[name] := count({name} & differing) == 0 if some name in subjects

digests[name].manifest contains sha256 if some [name, sha256, _] in declared

digests[name].imported contains sha256 if some [name, sha256, _] in imported

detail[name] := {"evidence": {
	"artifact": name,
	"manifest": [d | some d in digests[name].manifest],
	"imported": [d | some d in digests[name].imported],
}} if {
	some name in differing
}
