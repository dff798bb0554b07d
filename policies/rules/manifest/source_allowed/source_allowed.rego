# METADATA
# title: The artifacts come from an allowed source
# description: A manifest of a fork, or of a copy on another host, names files that nobody of this project reviewed; they look like its own.
# custom:
#   catalogue: MF-07
#   severity: high
#   enforcement: block
#   collections: [supply-chain, strict]
#   reads: [manifest]
#   handles: []
#   identity: [artifact, source]
#   controls: []
#   references:
#     - https://slsa.dev/spec/v1.0/threats
#   message: "{subject} comes from a source that is not allowed"
#   fix:
#     command: ""
#     click: "Build from a repository below one of the allowed sources, or allow the source of {subject} in the policy's parameters"
#   parameters:
#     - name: sources
#       schema: {type: array, items: {type: string, pattern: "^https://[a-z0-9.-]+/([A-Za-z0-9._/-]+/)?$", maxLength: 500}, minItems: 1, maxItems: 100, uniqueItems: true}
#       default: ["https://github.com/"]
#       weaker: more
package rules.manifest.source_allowed

import data.parameters.manifest.source_allowed as parameters

# Each ends with a slash, so that the name of another owner, which begins alike, is not below it.
allowed := [lower(source) | some source in parameters.sources]

source := sprintf("https://%s/%s/", [input.manifest.value.source.host, input.manifest.value.source.repository])

subjects contains a.name if some a in input.manifest.value.artifacts

holds[a.name] := strings.any_prefix_match(lower(source), allowed) if some a in input.manifest.value.artifacts

detail[a.name] := {
	"message": sprintf("%s comes from %s, which is no allowed source", [a.name, source]),
	"evidence": {"artifact": a.name, "source": source, "allowed": allowed},
} if {
	some a in input.manifest.value.artifacts
	holds[a.name] == false
}
