# METADATA
# title: Workflows only run with actions pinned to a commit
# description: A tag of an action can be moved to other code; with the setting on, the provider refuses to run what is not named by its commit, whoever wrote the workflow.
# custom:
#   catalogue: AC-04
#   severity: medium
#   enforcement: warn
#   collections: [strict, supply-chain]
#   reads:
#     - repository.ci_permissions
#     - repository.ci_permissions.actions
#     - repository.ci_permissions.actions.sha_pinning_required
#   handles: []
#   identity: [setting]
#   controls: []
#   references:
#     - https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository
#     - https://docs.github.com/en/rest/actions/permissions
#   message: "The {subject} need not be pinned"
#   fix:
#     command: "gh api -X PUT 'repos/{repository}/actions/permissions' -F enabled=true -F sha_pinning_required=true"
#     click: "Settings > Actions > General > Actions permissions: select Require actions to be pinned to a full-length commit SHA"
#   parameters: []
package rules.actions.pinning_required

actions := "actions that workflows use"

subjects contains actions

holds[actions] := input.repository.ci_permissions.value.actions.value.sha_pinning_required.value

detail[actions] := {"evidence": {"setting": "sha_pinning_required"}} if holds[actions] == false
