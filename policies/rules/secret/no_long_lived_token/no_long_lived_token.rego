# METADATA
# title: No long-lived registry token is kept beside a trusted publisher
# description: A trusted publisher proves which workflow publishes; a token that was left from before publishes from anywhere, for whoever has copied it.
# custom:
#   catalogue: SE-03
#   severity: high
#   enforcement: block
#   collections: [strict, osps-baseline-1]
#   reads: [registry.publishers, repository.secret_names, repository.environments]
#   handles: ["repository.secret_names[].names", "repository.environments[].secret_names"]
#   identity: [place]
#   controls: [OSPS-BR-07.01]
#   references:
#     - https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-pypi
#     - https://docs.github.com/en/rest/actions/secrets
#   message: "Among the {subject} is a token of a registry that has a trusted publisher"
#   fix:
#     command: ""
#     click: "Revoke the token in the account settings of the registry, then delete it from the {subject}"
#   parameters:
#     - name: prefixes
#       schema: {"type": "array", "items": {"type": "string", "minLength": 1}, "uniqueItems": true, "minItems": 1}
#       default: ["FLIT_", "HATCH_INDEX_", "PDM_PUBLISH_", "POETRY_PYPI_TOKEN_", "PYPI_", "TESTPYPI_", "TEST_PYPI_", "TWINE_", "UV_PUBLISH_"]
#       weaker: fewer
#     - name: npm_prefixes
#       schema: {"type": "array", "items": {"type": "string", "minLength": 1}, "uniqueItems": true, "minItems": 1}
#       default: ["NODE_AUTH_", "NPM_"]
#       weaker: fewer
package rules.secret.no_long_lived_token

import data.lib.environments
import data.parameters.secret.no_long_lived_token as parameters

applies := count(input.registry.publishers.value) > 0

shared_scopes := ["repository", "organization"]

registries contains p.registry if some p in input.registry.publishers.value

everywhere := {upper(prefix) | some prefix in parameters.prefixes}

# A token of npm is what publishes there, until npm has a trusted publisher too.
of_npm := {upper(prefix) | some prefix in parameters.npm_prefixes; "npm" in registries}

prefixes := everywhere | of_npm

is_complete if [count(everywhere) > 0, count(parameters.npm_prefixes) > 0] == [true, true]

subjects contains sprintf("%s secrets", [s.scope]) if {
	some s in input.repository.secret_names.value
	s.scope in shared_scopes
}

subjects contains sprintf("secrets of environment %s", [name]) if some name, _ in environments.found

holds[sprintf("%s secrets", [s.scope])] := strings.any_prefix_match({upper(secret.name) | some secret in secrets}, prefixes) == false if {
	some s in input.repository.secret_names.value
	s.scope in shared_scopes
	secrets := s.names.value
	is_complete
}

holds[sprintf("secrets of environment %s", [name])] := strings.any_prefix_match({upper(secret.name) | some secret in secrets}, prefixes) == false if {
	some name, e in environments.found
	secrets := e.secret_names.value
	is_complete
}

detail[subject] := {"evidence": {"place": subject}} if some subject, false in holds
