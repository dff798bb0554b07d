# METADATA
# title: Not every action of the world may run
# description: Where all actions are allowed, one line in a pull request that nobody reads closely brings in code of a stranger, with the token of the workflow.
# custom:
#   catalogue: AC-02
#   severity: medium
#   enforcement: warn
#   collections: [strict]
#   reads: [repository.ci_permissions, repository.ci_permissions.actions]
#   handles: []
#   identity: [setting]
#   controls: []
#   references:
#     - https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository
#     - https://docs.github.com/en/rest/actions/permissions
#   message: "The {subject} are not limited"
#   fix:
#     command: "gh api -X PUT 'repos/{repository}/actions/permissions' -F enabled=true -f allowed_actions=selected"
#     click: "Settings > Actions > General > Actions permissions: choose Allow OWNER, and select non-OWNER, actions and reusable workflows"
#   parameters: []
package rules.actions.allowed_limited

actions := "actions that may run"

subjects contains actions

holds[actions] := true in {switch.enabled == false, switch.allowed_actions in {"local_only", "selected"}} if {
	switch := input.repository.ci_permissions.value.actions.value
}

detail[actions] := {"evidence": {"setting": "allowed_actions", "value": switch.allowed_actions}} if {
	switch := input.repository.ci_permissions.value.actions.value
	holds[actions] == false
}
