# METADATA
# title: No other environment holds the secrets of a release environment
# description: A second environment with the same token and weaker rules is a second door to the same registry; a workflow only has to name it.
# custom:
#   catalogue: EN-09
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-1]
#   reads: [repository.environments, "repository.environments[].secret_names"]
#   handles: []
#   identity: [environment]
#   controls: [OSPS-BR-07.01]
#   references:
#     - https://docs.github.com/en/actions/managing-workflow-runs-and-deployments/managing-deployments/managing-environments-for-deployment
#     - https://docs.github.com/en/rest/actions/secrets
#   message: "Environment {subject} holds a secret that a release environment, or publishing, is protected for"
#   fix:
#     command: ""
#     click: "Settings > Environments > {subject}: delete the secret, or declare {subject} in release.environments so that it is judged as one"
#   allow_empty: Where every environment was read and the project declares each of them, there is no other.
#   parameters: []
package rules.environment.no_lookalike

import data.lib.environments
import data.project

guarded := {upper(token) | some token in project.publish_tokens} | {upper(secret.name) |
	some e in environments.found
	some secret in e.secret_names.value
}

others[e.name] := {upper(secret.name) | some secret in e.secret_names.value} if {
	some e in input.repository.environments.value
	count({e.name} - {name | some name in project.environments}) == 1
}

subjects contains name if some name, _ in others

holds[name] := count(names & guarded) == 0 if some name, names in others

detail[name] := {"evidence": {"environment": name, "secrets": sort(names & guarded)}} if {
	some name, false in holds
	names := others[name]
}
