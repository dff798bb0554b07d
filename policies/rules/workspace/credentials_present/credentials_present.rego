# METADATA
# title: Every credential the release needs is stored under its name
# description: A publish that finds no credential fails after the tag is pushed and the build is done, and leaves half a release behind.
# custom:
#   catalogue: WS-08
#   severity: high
#   enforcement: block
#   collections: [workspace, strict]
#   reads: [repository.secret_names, "repository.secret_names[].names", repository.environments, "repository.environments[].secret_names"]
#   handles: []
#   identity: [credential]
#   controls: []
#   references:
#     - https://docs.github.com/en/actions/security-for-github-actions/security-guides/using-secrets-in-github-actions
#   message: "{subject} is stored nowhere under this name"
#   fix:
#     command: ""
#     click: "Settings > Environments: store {subject} in the environment that publishes"
#   parameters: []
package rules.workspace.credentials_present

import data.project

applies := count(project.required_credentials) > 0

# The provider's secret names know no case.
stored contains upper(secret.name) if {
	some s in input.repository.secret_names.value
	s.scope in ["repository", "organization"]
	some secret in s.names.value
}

stored contains upper(secret.name) if {
	some e in input.repository.environments.value
	e.name in project.environments
	some secret in e.secret_names.value
}

subjects contains name if some name in project.required_credentials

holds[name] := upper(name) in stored if some name in project.required_credentials

detail[name] := {"evidence": {"credential": name}} if some name, false in holds
