# METADATA
# title: Every artifact has a digest and a size, and no two share a name
# description: A manifest binds bytes; an artifact that is empty, unmeasured or named twice leaves open which bytes were judged.
# custom:
#   catalogue: MF-01
#   severity: critical
#   enforcement: block
#   collections: [release-gate, strict, minimal, osps-baseline-2, osps-baseline-3]
#   reads: [manifest]
#   handles: []
#   identity: [artifact]
#   controls: [OSPS-BR-06.01]
#   references:
#     - https://slsa.dev/spec/v1.0/verifying-artifacts
#     - https://csrc.nist.gov/pubs/fips/180-4/upd1/final
#   message: "Artifact {subject} is empty, has no SHA-256, or shares its name with another"
#   fix:
#     command: ""
#     click: "Build the manifest again from the files to be released; give each file its own name"
#   parameters: []
package rules.manifest.artifacts_sound

# Two names that differ only in case are one file on some systems.
places[lower(a.name)] contains i if some i, a in input.manifest.value.artifacts

measured contains i if {
	some i, a in input.manifest.value.artifacts
	regex.match(`^[0-9a-f]{64}$`, a.sha256)
	a.size > 0
}

subjects contains a.name if some a in input.manifest.value.artifacts

holds[a.name] := [count(at), count(at - measured)] == [1, 0] if {
	some a in input.manifest.value.artifacts
	at := places[lower(a.name)]
}

detail[a.name] := {"evidence": {"artifact": a.name, "sha256": a.sha256, "size": a.size}} if {
	some i, a in input.manifest.value.artifacts
	i == min(places[lower(a.name)])
	holds[a.name] == false
}
