# METADATA
# title: The provenance of every artifact leads to this commit, ref and workflow
# description: Provenance of another commit or another workflow is genuine and says nothing of what is released.
# custom:
#   catalogue: TG-08
#   severity: high
#   enforcement: block
#   collections: [supply-chain, strict, osps-baseline-2, osps-baseline-3]
#   reads: [manifest, evidence.statements]
#   handles: []
#   identity: [artifact]
#   controls: [OSPS-BR-06.01]
#   references:
#     - https://slsa.dev/spec/v1.0/verifying-artifacts
#   message: "No signed provenance leads from {subject} to the source of the manifest"
#   fix:
#     command: ""
#     click: "Build {subject} in the release workflow at the commit and the tag of the manifest, and give the provenance it signs"
#   parameters:
#     - name: workflows
#       schema: {type: array, items: {type: string, minLength: 1, maxLength: 300}, minItems: 1, maxItems: 50, uniqueItems: true}
#       default: [.github/workflows/release.yml]
#       weaker: more
package rules.tag.provenance_matches

import data.parameters.tag.provenance_matches as parameters

workflows := {path | some path in parameters.workflows}

source := [
	lower(input.manifest.value.source.host),
	lower(input.manifest.value.source.repository),
	input.manifest.value.source.commit,
	input.manifest.value.source.ref,
]

proven contains s.sha256 if {
	some s in input.evidence.statements.value
	s.kind == "provenance"
	s.verified == true
	s.workflow in workflows
	[lower(s.source.host), lower(s.source.repository), s.source.commit, s.source.ref] == source
}

subjects contains a.name if some a in input.manifest.value.artifacts

holds[a.name] := a.sha256 in proven if some a in input.manifest.value.artifacts

detail[a.name] := {"evidence": {
	"artifact": a.name,
	"sha256": a.sha256,
	"commit": input.manifest.value.source.commit,
	"ref": input.manifest.value.source.ref,
}} if {
	some a in input.manifest.value.artifacts
	holds[a.name] == false
}
