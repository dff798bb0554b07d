# METADATA
# title: Every secret of the repository is used by a workflow
# description: A secret that nothing uses is not missed when it is stolen, and nobody renews it.
# custom:
#   catalogue: SE-05
#   severity: low
#   enforcement: inform
#   collections: [informational]
#   reads:
#     - repository.secret_names
#     - "repository.secret_names[].names"
#     - workspace.workflows
#     - "workspace.workflows.files[].facts"
#   handles: []
#   identity: [secret]
#   controls: []
#   references:
#     - https://docs.github.com/en/actions/security-for-github-actions/security-guides/using-secrets-in-github-actions
#     - https://docs.github.com/en/rest/actions/secrets
#   message: "Secret {subject}: no workflow of this commit uses it"
#   fix:
#     command: "gh secret delete '{subject}' --repo '{repository}'"
#     click: "Settings > Secrets and variables > Actions > Repository secrets: delete {subject}, after revoking it where it comes from"
#   allow_empty: Where the scope was read and holds no secret, none is idle.
#   parameters: []
package rules.secret.used

applies := count(input.workspace.workflows.value.files) > 0

handed contains job.secrets if {
	some file in input.workspace.workflows.value.files
	some job in file.facts.value.jobs
}

used := {upper(name) | some secrets in handed; some name in secrets.names}

# Where all secrets are handed on, any of them may be used.
everything := true in {all | some secrets in handed; some all in [secrets.all, secrets.inherited]}

stored := {secret.name |
	some s in input.repository.secret_names.value
	s.scope == "repository"
	some secret in s.names.value
}

subjects contains name if some name in stored

# Names of secrets know no case; where all are handed on, none is idle.
idle := {name | some name in stored; everything == false; not upper(name) in used}

holds[name] := false if some name in idle

holds[name] := true if some name in (stored - idle)

detail[name] := {"evidence": {"secret": name}} if some name, false in holds
