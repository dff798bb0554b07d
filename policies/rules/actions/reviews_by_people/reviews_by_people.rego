# METADATA
# title: Workflows cannot approve pull requests
# description: With this setting a workflow approves what its own author pushed, and a required review is given by nobody.
# custom:
#   catalogue: AC-06
#   severity: high
#   enforcement: block
#   collections: [strict, osps-baseline-3]
#   reads: [repository.ci_permissions, repository.ci_permissions.token]
#   handles: []
#   identity: [setting]
#   controls: [OSPS-QA-07.01]
#   references:
#     - https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository
#     - https://docs.github.com/en/rest/actions/permissions
#   message: "The {subject} can approve pull requests"
#   fix:
#     command: "gh api -X PUT 'repos/{repository}/actions/permissions/workflow' -F can_approve_pull_request_reviews=false"
#     click: "Settings > Actions > General > Workflow permissions: clear Allow GitHub Actions to create and approve pull requests"
#   parameters: []
package rules.actions.reviews_by_people

token := "workflow token"

subjects contains token

holds[token] := input.repository.ci_permissions.value.token.value.can_approve_reviews == false

detail[token] := {"evidence": {"setting": "can_approve_pull_request_reviews"}} if holds[token] == false
