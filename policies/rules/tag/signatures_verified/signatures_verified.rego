# METADATA
# title: Every artifact is named by a statement that a trusted key signed
# description: A signature that nobody verified is a file name; whoever can replace the artifact can put one beside it.
# custom:
#   catalogue: TG-07
#   severity: high
#   enforcement: block
#   collections: [supply-chain, strict, osps-baseline-2, osps-baseline-3]
#   reads: [manifest, evidence.statements]
#   handles: []
#   identity: [artifact]
#   controls: [OSPS-BR-06.01]
#   references:
#     - https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
#   message: "No statement that a trusted key signed names {subject}"
#   fix:
#     command: ""
#     click: "Sign a statement about {subject} in the build, with a key that the anchor trusts, and give it with --evidence"
#   parameters: []
package rules.tag.signatures_verified

signed contains s.sha256 if {
	some s in input.evidence.statements.value
	s.verified == true
}

subjects contains a.name if some a in input.manifest.value.artifacts

holds[a.name] := a.sha256 in signed if some a in input.manifest.value.artifacts

detail[a.name] := {"evidence": {"artifact": a.name, "sha256": a.sha256}} if {
	some a in input.manifest.value.artifacts
	holds[a.name] == false
}
