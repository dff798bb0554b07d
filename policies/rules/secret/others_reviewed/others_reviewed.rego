# METADATA
# title: Secrets of update bots, development machines and agents were reviewed
# description: These secrets stand beside those of Actions and are forgotten by whoever renews them; an update bot hands its own to code that nobody has looked at yet.
# custom:
#   catalogue: SE-10
#   severity: low
#   enforcement: inform
#   collections: [informational, osps-baseline-1]
#   reads:
#     - repository.secret_names
#     - "repository.secret_names[].names"
#     - repository.codespaces_secret_names
#     - repository.agent_secret_names
#     - "repository.agent_secret_names[].names"
#   handles: []
#   identity: [secret, kind]
#   controls: [OSPS-BR-07.01]
#   references:
#     - https://docs.github.com/en/actions/security-for-github-actions/security-guides/using-secrets-in-github-actions
#     - https://docs.github.com/en/rest/dependabot/secrets
#   message: "{subject}: not on the list of what was reviewed"
#   fix:
#     command: ""
#     click: "Settings > Secrets and variables: delete it, or review it and add its name to the parameter reviewed"
#   allow_empty: Where every list was read and all are empty, there is nothing to review.
#   parameters:
#     - name: reviewed
#       schema: {"type": "array", "items": {"type": "string"}, "uniqueItems": true}
#       default: []
#       weaker: more
package rules.secret.others_reviewed

import data.parameters.secret.others_reviewed as parameters

reviewed := {upper(name) | some name in parameters.reviewed}

of_bots := {[secret.name, "dependabot"] |
	some s in input.repository.secret_names.value
	s.scope == "dependabot"
	some secret in s.names.value
}

of_machines := {[secret.name, "codespaces"] | some secret in input.repository.codespaces_secret_names.value}

of_agents := {[secret.name, "agent"] |
	some s in input.repository.agent_secret_names.value
	some secret in s.names.value
}

found := {sprintf("%s in %s secrets", secret): secret | some secret in ((of_bots | of_machines) | of_agents)}

subjects contains subject if some subject, _ in found

holds[subject] := upper(secret[0]) in reviewed if some subject, secret in found

detail[subject] := {"evidence": {"secret": secret[0], "kind": secret[1]}} if {
	some subject, false in holds
	secret := found[subject]
}
