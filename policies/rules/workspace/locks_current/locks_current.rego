# METADATA
# title: Lock files are there and in step with what they lock
# description: A lock that was not renewed is ignored or renewed in the build, and then the build installs what nobody saw.
# custom:
#   catalogue: WS-09
#   severity: medium
#   enforcement: warn
#   collections: [workspace, strict, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [workspace.lock_files]
#   handles: ["workspace.lock_files[].current"]
#   identity: [file]
#   controls: [OSPS-QA-02.01]
#   references:
#     - https://docs.astral.sh/uv/concepts/projects/sync/
#     - https://doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html
#   message: "{subject} is missing or not in step with what it locks"
#   fix:
#     command: ""
#     click: "Renew {subject} with the tool that writes it, commit it, and begin the release again"
#   parameters: []
package rules.workspace.locks_current

subjects contains l.file if some l in input.workspace.lock_files.value

holds[l.file] := {l.present, current} == {true} if {
	some l in input.workspace.lock_files.value
	current := l.current.value
}

detail[l.file] := {"evidence": {"file": l.file, "present": l.present, "differences": l.differences}} if {
	some l in input.workspace.lock_files.value
	holds[l.file] == false
}
