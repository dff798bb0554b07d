# METADATA
# title: No secret of the organization is there for every repository
# description: A secret that all repositories see is read by a workflow of the least guarded one, and by every repository that anybody creates tomorrow.
# custom:
#   catalogue: SE-04
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-1]
#   reads: [repository.owner, repository.organization_settings, repository.organization_settings.secrets]
#   handles: []
#   identity: [secret]
#   controls: [OSPS-BR-07.01]
#   references:
#     - https://docs.github.com/en/actions/security-for-github-actions/security-guides/using-secrets-in-github-actions
#     - https://docs.github.com/en/rest/actions/secrets
#   message: "Organization secret {subject} is there for every repository"
#   fix:
#     command: ""
#     click: "Organization settings > Secrets and variables > Actions > {subject}: choose Selected repositories"
#   allow_empty: Where every secret of the organization was read and there is none, none is open.
#   parameters: []
package rules.secret.organization_visibility

applies := input.repository.owner.value.kind == "organization"

secrets := input.repository.organization_settings.value.secrets.value

subjects contains secret.name if some secret in secrets

holds[secret.name] := secret.visibility in {"selected", "private"} if some secret in secrets

detail[secret.name] := {"evidence": {"secret": secret.name, "visibility": secret.visibility}} if {
	some secret in secrets
	holds[secret.name] == false
}
