# METADATA
# title: Workflows give their jobs no right to write
# description: What a workflow allows at the top, every job and every action in it may do; without permissions the repository's default decides.
# custom:
#   catalogue: WF-03
#   severity: high
#   enforcement: block
#   collections: [publish-path, supply-chain, osps-baseline-2, osps-baseline-3]
#   reads: [workspace.workflows]
#   handles: ["workspace.workflows.files[].facts", repository.ci_permissions, repository.ci_permissions.token]
#   identity: [file]
#   controls: [OSPS-AC-04.01, OSPS-AC-04.02]
#   references:
#     - https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
#     - https://docs.github.com/en/actions/reference/security/secure-use
#   message: "{subject} lets jobs write that do not ask for it"
#   fix:
#     command: ""
#     click: "In {subject}: write permissions with contents read, or none, at the top, and more only at the job that needs it"
#   parameters: []
package rules.workflow.permissions_read

files := {file.path: file | some file in input.workspace.workflows.value.files}

applies := count(input.workspace.workflows.value.files) > 0

subjects contains path if some path, _ in files

holds[path] := (count({permissions.otherwise} & unsafe) + count([s | some s in permissions.scopes; s.access in unsafe])) == 0 if {
	some path, file in files
	facts := file.facts.value
	permissions := facts.permissions
	permissions.source == "workflow"
}

# Without a word of its own a workflow has what the repository gives, which stands in the audit of its settings.
holds[path] := default_access == "read" if {
	some path, file in files
	facts := file.facts.value
	facts.permissions.source == "repository-default"
	settings := input.repository.ci_permissions.value
	default_access := settings.token.value.default
}

unsafe := {"write", "unknown"}

detail[path] := {"evidence": {"file": path, "line": file.facts.value.permissions.line}} if {
	some path, false in holds
	file := files[path]
}
