# METADATA
# title: The manifest lists exactly the artifacts that were imported
# description: What is published must be what was judged.
# custom:
#   catalogue: MF-02
#   severity: high
#   enforcement: block
#   collections: [release-gate]
#   reads: [evidence.imported_artifacts, manifest]
#   message: "{subject} differs between manifest and import"
#   fix: {click: "Mend {subject}", command: ""}
package rules.manifest.artifacts_equal

subjects contains a.name if some a in input.manifest.value.artifacts

subjects contains a.name if some a in input.evidence.imported_artifacts.value

holds[name] := declared == imported if {
	some name in subjects
	declared := [a | some a in input.manifest.value.artifacts; a.name == name]
	imported := [a | some a in input.evidence.imported_artifacts.value; a.name == name]
}
