# METADATA
# title: The manifest is built from a release ref
# description: Whoever can push any branch builds from that branch; the protection of the release branches then proves nothing about the files.
# custom:
#   catalogue: MF-05
#   severity: critical
#   enforcement: block
#   collections: [release-gate, strict, minimal, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [manifest, manifest.from_release_ref]
#   handles: []
#   identity: [ref]
#   controls: [OSPS-AC-03.01]
#   references:
#     - https://slsa.dev/spec/v1.0/threats
#   message: "{subject} is no release ref of the project"
#   fix:
#     command: ""
#     click: "Build the manifest from a ref that release.branches or release.tags of the project file names, or add {subject} there and protect it"
#   parameters: []
package rules.manifest.from_release_ref

subjects contains input.manifest.value.source.ref

holds[ref] := input.manifest.value.from_release_ref.value if some ref in subjects

detail[ref] := {
	"message": sprintf("The manifest is built from %s, which is no release ref of the project", [ref]),
	"evidence": {"ref": ref, "commit": input.manifest.value.source.commit},
} if some ref, false in holds
