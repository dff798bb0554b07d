# METADATA
# title: The changelog has an entry for this version
# description: Users who are not told what changed cannot tell a repair from a break-in, and put off the release that repairs.
# custom:
#   catalogue: MF-18
#   severity: low
#   enforcement: inform
#   collections: [informational, osps-baseline-2, osps-baseline-3]
#   reads: [workspace.versions]
#   handles: ["workspace.versions[].as_manifest"]
#   identity: [file]
#   controls: [OSPS-BR-04.01]
#   references:
#     - https://keepachangelog.com/en/1.1.0/
#   message: "{subject} has no entry for the version that is released"
#   fix:
#     command: ""
#     click: "Add an entry for the version at the top of the changelog, commit it, and begin the release again"
#   parameters: []
package rules.manifest.changelog_entry

# The host names a source by its file and how it is read.
logs contains v.id if {
	some v in input.workspace.versions.value
	endswith(v.id, " (changelog)")
}

subjects contains id if some id in logs

subjects contains "changelog" if count(logs) == 0

holds[v.id] := newest if {
	some v in input.workspace.versions.value
	v.id in logs
	newest := v.as_manifest.value
}

holds["changelog"] := false if count(logs) == 0

detail[v.id] := {
	"message": sprintf("The newest entry of %s is that of %s", [v.file, v.states]),
	"evidence": {"file": v.file, "line": v.line, "states": v.states},
} if {
	some v in input.workspace.versions.value
	holds[v.id] == false
}
