# METADATA
# title: Workflows of private forks get neither a writing token nor secrets
# description: Whoever may read a private repository may fork it; with these settings their pull request runs their code with the secrets and the token of the repository they cannot write to.
# custom:
#   catalogue: AC-08
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [repository.repository, repository.ci_access, repository.ci_access.fork_workflows]
#   handles: []
#   identity: [setting]
#   controls: [OSPS-AC-04.01, OSPS-BR-01.03]
#   references:
#     - https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository
#     - https://docs.github.com/en/rest/actions/permissions
#   message: "Workflows of private forks are given {subject}"
#   fix:
#     command: "gh api -X PUT 'repos/{repository}/actions/permissions/fork-pr-workflows-private-repos' -F send_write_tokens_to_workflows=false -F send_secrets_and_variables=false"
#     click: "Settings > Actions > General > Fork pull request workflows: clear Send write tokens and Send secrets and variables"
#   parameters: []
package rules.actions.private_forks_powerless

applies := input.repository.repository.value.visibility in {"private", "internal", "unknown"}

token := "a token that writes"

secrets := "secrets"

subjects contains token

subjects contains secrets

holds[token] := true in {forks.run == false, forks.write_token == false} if {
	forks := input.repository.ci_access.value.fork_workflows.value
}

holds[secrets] := true in {forks.run == false, forks.secrets == false} if {
	forks := input.repository.ci_access.value.fork_workflows.value
}

detail[subject] := {"evidence": {"setting": subject}} if some subject, false in holds
