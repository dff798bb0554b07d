# METADATA
# title: Provenance, bill of materials and test results are there, and are about these bytes
# description: What nobody can show where it was built, of what, and whether it was tried, may be anything; evidence about other bytes shows nothing of these.
# custom:
#   catalogue: MF-08
#   severity: high
#   enforcement: block
#   collections: [supply-chain, strict, osps-baseline-2, osps-baseline-3]
#   reads: [manifest, evidence.statements, evidence.sboms, evidence.test_results]
#   handles: []
#   identity: [piece]
#   controls: [OSPS-BR-06.01, OSPS-QA-02.02]
#   references:
#     - https://slsa.dev/spec/v1.0/verifying-artifacts
#   message: "{subject} is missing or about other bytes"
#   fix:
#     command: ""
#     click: "Make the evidence in the build of these files, name it in the manifest, and give it with --evidence"
#   parameters: []
package rules.manifest.evidence_present

# The digests that evidence gives a name; more than one, or another than the manifest's, is about other bytes.
provenance[s.artifact] contains s.sha256 if {
	some s in input.evidence.statements.value
	s.kind == "provenance"
}

bills[b.artifact] contains b.sha256 if some b in input.evidence.sboms.value

sha256s contains a.sha256 if some a in input.manifest.value.artifacts

tried contains t.id if {
	some t in input.evidence.test_results.value
	true in {t.declared, t.sha256 in sha256s}
}

built contains a.name if {
	some a in input.manifest.value.artifacts
	provenance[a.name] == {a.sha256}
}

billed contains a.name if {
	some a in input.manifest.value.artifacts
	bills[a.name] == {a.sha256}
}

subjects contains "test results"

subjects contains sprintf("provenance of %s", [a.name]) if some a in input.manifest.value.artifacts

subjects contains sprintf("bill of materials of %s", [a.name]) if some a in input.manifest.value.artifacts

holds["test results"] := count(tried) > 0

holds[sprintf("provenance of %s", [a.name])] := a.name in built if some a in input.manifest.value.artifacts

holds[sprintf("bill of materials of %s", [a.name])] := a.name in billed if some a in input.manifest.value.artifacts

detail[subject] := {"evidence": {"piece": subject}} if some subject, false in holds
