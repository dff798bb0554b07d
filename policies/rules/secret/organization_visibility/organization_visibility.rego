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

visibility := {secret.name: secret.visibility | some secret in input.repository.organization_settings.value.secrets.value}

subjects contains name if some name, _ in visibility

holds[name] := seen_by in {"selected", "private"} if some name, seen_by in visibility

detail[name] := {"evidence": {"secret": name, "visibility": seen_by}} if {
	some name, false in holds
	seen_by := visibility[name]
}
