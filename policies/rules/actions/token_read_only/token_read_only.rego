# METADATA
# title: The default workflow token can only read
# description: A workflow that declares no permissions gets the default; with write access any of its steps can push commits, tags and releases.
# custom:
#   catalogue: AC-05
#   severity: high
#   enforcement: block
#   collections: [release-gate, strict, minimal, osps-baseline-2, osps-baseline-3]
#   reads: [repository.ci_permissions, repository.ci_permissions.token]
#   handles: []
#   identity: [setting]
#   controls: [OSPS-AC-04.01]
#   references:
#     - https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository
#     - https://docs.github.com/en/rest/actions/permissions
#   message: "The {subject} can write to the repository"
#   fix:
#     command: "gh api -X PUT 'repos/{repository}/actions/permissions/workflow' -f default_workflow_permissions=read"
#     click: "Settings > Actions > General > Workflow permissions: choose Read repository contents and packages permissions"
#   parameters: []
package rules.actions.token_read_only

token := "default workflow token"

subjects contains token

holds[token] := input.repository.ci_permissions.value.token.value.default == "read"

detail[token] := {"evidence": {
	"setting": "default_workflow_permissions",
	"value": input.repository.ci_permissions.value.token.value.default,
}} if {
	holds[token] == false
}
