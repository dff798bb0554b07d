# METADATA
# title: Every file of the checkout states the version of the manifest
# description: Where files disagree about the version, what is built depends on which of them a tool reads, and users get a package that calls itself something else.
# custom:
#   catalogue: MF-04
#   severity: high
#   enforcement: block
#   collections: [workspace, strict, osps-baseline-2, osps-baseline-3]
#   reads: [workspace.versions]
#   handles: ["workspace.versions[].as_manifest"]
#   identity: [file]
#   controls: [OSPS-BR-02.01]
#   references:
#     - https://packaging.python.org/en/latest/discussions/single-source-version/
#   message: "{subject} states another version than the manifest"
#   fix:
#     command: ""
#     click: "Set the version in {subject}, commit it, and begin the release again"
#   parameters: []
package rules.manifest.versions_agree

subjects contains v.id if some v in input.workspace.versions.value

holds[v.id] := same if {
	some v in input.workspace.versions.value
	same := v.as_manifest.value
}

detail[v.id] := {
	"message": sprintf("%s:%d states version %s, the manifest another", [v.file, v.line, v.states]),
	"evidence": {"file": v.file, "line": v.line, "states": v.states},
} if {
	some v in input.workspace.versions.value
	holds[v.id] == false
}
