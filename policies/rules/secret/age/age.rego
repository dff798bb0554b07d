# METADATA
# title: No secret is older than the policy allows
# description: "A secret that was never renewed is known to everybody who ever could read it: people who left, machines that were thrown away, tools that logged it."
# custom:
#   catalogue: SE-01
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-1]
#   reads: [repository.secret_names, "repository.secret_names[].names"]
#   handles: []
#   identity: [secret, scope]
#   controls: [OSPS-BR-07.01]
#   references:
#     - https://docs.github.com/en/actions/security-for-github-actions/security-guides/using-secrets-in-github-actions
#     - https://docs.github.com/en/rest/actions/secrets
#   message: "{subject}: not renewed for longer than the policy allows"
#   fix:
#     command: ""
#     click: "Make a new secret where it comes from, store it under Settings > Secrets and variables, and revoke the old one"
#   allow_empty: Where every scope was read and holds no secret, none is old.
#   parameters:
#     - name: maximum_days
#       schema: {"type": "integer", "minimum": 1, "maximum": 3650}
#       default: 365
#       weaker: higher
package rules.secret.age

import data.lib.ages
import data.parameters.secret.age as parameters

stored := {subject: {"secret": secret.name, "scope": s.scope, "updated_at": secret.updated_at} |
	some s in input.repository.secret_names.value
	some secret in s.names.value
	subject := sprintf("%s in %s secrets", [secret.name, s.scope])
}

subjects contains subject if some subject, _ in stored

holds[subject] := age <= (parameters.maximum_days * ages.day) if {
	some subject, secret in stored
	age := ages.now - time.parse_rfc3339_ns(secret.updated_at)
}

detail[subject] := {"evidence": object.union(secret, {"maximum_days": parameters.maximum_days})} if {
	some subject, false in holds
	secret := stored[subject]
}
