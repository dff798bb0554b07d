# METADATA
# title: Every file of the checkout states the version of the release target
# description: Where files disagree about the version, what is built depends on which of them a tool reads, and users get a package that calls itself something else.
# custom:
#   catalogue: WS-05
#   severity: high
#   enforcement: block
#   collections: [workspace, strict, osps-baseline-2, osps-baseline-3]
#   reads: [workspace.versions]
#   handles: ["workspace.versions[].as_target"]
#   identity: [file]
#   controls: [OSPS-BR-02.01]
#   references:
#     - https://packaging.python.org/en/latest/discussions/single-source-version/
#   message: "{subject} states another version than the release target"
#   fix:
#     command: ""
#     click: "Set the version in {subject}, commit it, and begin the release again"
#   parameters: []
package rules.workspace.versions_agree

subjects contains v.id if some v in input.workspace.versions.value

holds[v.id] := same if {
	some v in input.workspace.versions.value
	same := v.as_target.value
}

detail[v.id] := {
	"message": sprintf("%s:%d states version %s, the release target %s", [v.file, v.line, v.states, v.target]),
	"evidence": {"file": v.file, "line": v.line, "states": v.states, "target": v.target},
} if {
	some v in input.workspace.versions.value
	holds[v.id] == false
}
