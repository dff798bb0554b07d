# METADATA
# title: The manifest names exactly the imported artifacts
# description: What is released must be what was imported for this candidate; a file more, a file less or another digest is another release.
# custom:
#   catalogue: MF-02
#   severity: critical
#   enforcement: block
#   collections: [release-gate, strict, minimal]
#   reads: [manifest]
#   handles: [evidence.imported_artifacts]
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

# The slash keeps this subject apart from every artifact: no artifact's name has one.
anything_else := "anything imported / not in the manifest"

applies := input.context.candidate.present

names contains a.name if some a in input.manifest.value.artifacts

subjects contains name if some name in names

subjects contains anything_else

holds[a.name] := [a.name, a.sha256, a.size] in known if {
	imported := input.evidence.imported_artifacts.value
	known := {[i.name, i.sha256, i.size] | some i in imported}
	some a in input.manifest.value.artifacts
}

holds[anything_else] := count(known - names) == 0 if {
	imported := input.evidence.imported_artifacts.value
	known := {i.name | some i in imported}
}

detail[a.name] := {"evidence": {"artifact": a.name, "sha256": a.sha256, "size": a.size}} if {
	some a in input.manifest.value.artifacts
	holds[a.name] == false
}

detail[anything_else] := {
	"message": sprintf("Imported for the candidate but not in the manifest: %s", [concat(", ", extra)]),
	"evidence": {"artifact": extra},
} if {
	holds[anything_else] == false
	imported := input.evidence.imported_artifacts.value
	extra := sort({i.name | some i in imported} - names)
}
