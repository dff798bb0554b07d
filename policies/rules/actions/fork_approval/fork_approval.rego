# METADATA
# title: Workflows of every outsider wait for an approval
# description: Whoever once had a typing error merged counts as a contributor; with a weaker policy their next pull request runs its own code on the project's machines at once.
# custom:
#   catalogue: AC-07
#   severity: medium
#   enforcement: warn
#   collections: [strict]
#   reads: [repository.repository, repository.ci_access, repository.ci_access.fork_approval]
#   handles: []
#   identity: [setting]
#   controls: []
#   references:
#     - https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository
#     - https://docs.github.com/en/rest/actions/permissions
#   message: "The {subject} do not all wait for an approval"
#   fix:
#     command: "gh api -X PUT 'repos/{repository}/actions/permissions/fork-pr-contributor-approval' -f approval_policy=all_external_contributors"
#     click: "Settings > Actions > General > Approval for running fork pull request workflows: choose Require approval for all external contributors"
#   parameters: []
package rules.actions.fork_approval

applies := input.repository.repository.value.visibility in {"public", "unknown"}

pulls := "pull requests from forks"

subjects contains pulls

holds[pulls] := input.repository.ci_access.value.fork_approval.value == "all_external_contributors"

detail[pulls] := {"evidence": {
	"setting": "approval_policy",
	"value": input.repository.ci_access.value.fork_approval.value,
}} if {
	holds[pulls] == false
}
