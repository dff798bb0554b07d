# METADATA
# title: Publish tokens live only in environments
# description: A repository or organization secret is there for every workflow on every branch; only an environment's protection stands before an environment secret.
# custom:
#   catalogue: SE-02
#   severity: high
#   enforcement: block
#   collections: [release-gate, strict, minimal, osps-baseline-1]
#   reads: [repository.secret_names]
#   handles: ["repository.secret_names[].names"]
#   identity: [token, scope]
#   controls: [OSPS-BR-07.01]
#   references:
#     - https://docs.github.com/en/actions/security-for-github-actions/security-guides/using-secrets-in-github-actions
#     - https://docs.github.com/en/rest/actions/secrets
#   message: "{subject}: this publish token is there for every workflow"
#   fix:
#     command: ""
#     click: "Settings > Environments: store the token in the release environment, then delete it from the {subject}"
#   parameters: []
package rules.secret.environment_only

import data.project

shared_scopes := ["repository", "organization"]

subjects contains sprintf("%s in %s secrets", [token, scope]) if {
	some token in project.publish_tokens
	some scope in shared_scopes
}

# The provider's secret names know no case; a token declared in lower case must not slip through.
holds[sprintf("%s in %s secrets", [token, s.scope])] := count({upper(token)} & stored) == 0 if {
	some s in input.repository.secret_names.value
	s.scope in shared_scopes
	secrets := s.names.value
	stored := {upper(secret.name) | some secret in secrets}
	some token in project.publish_tokens
}

detail[subject] := {"evidence": {"token": token, "scope": scope}} if {
	some token in project.publish_tokens
	some scope in shared_scopes
	subject := sprintf("%s in %s secrets", [token, scope])
	holds[subject] == false
}
