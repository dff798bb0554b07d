# METADATA
# title: Every secret of an environment is used by a workflow
# description: A secret that no job of its environment uses is not missed when it is stolen; a token that was replaced by a trusted publisher still publishes.
# custom:
#   catalogue: SE-05
#   severity: low
#   enforcement: inform
#   collections: [informational]
#   reads: [repository.environments, workspace.workflows, "workspace.workflows.files[].facts"]
#   handles: ["repository.environments[].secret_names"]
#   identity: [environment, secrets]
#   controls: []
#   references:
#     - https://docs.github.com/en/actions/security-for-github-actions/security-guides/using-secrets-in-github-actions
#     - https://docs.github.com/en/rest/actions/secrets
#   message: "Environment {subject} has secrets that no workflow of this commit uses"
#   fix:
#     command: ""
#     click: "Settings > Environments > {subject}: delete the secrets that are named, after revoking each where it comes from"
#   allow_empty: Where the environments were read and there is none, no secret of one is idle.
#   parameters: []
package rules.secret.environment_used

applies := count(input.workspace.workflows.value.files) > 0

jobs contains {"environment": lower(job.environment.name), "kind": job.environment.kind, "secrets": job.secrets} if {
	some file in input.workspace.workflows.value.files
	some job in file.facts.value.jobs
}

# What is used, by the environment of the job in lower case; an environment that an expression decides may be any.
used contains [job.environment, upper(secret)] if {
	some job in jobs
	some secret in job.secrets.names
}

used_anywhere contains upper(secret) if {
	some job in jobs
	job.kind == "expression"
	some secret in job.secrets.names
}

# A workflow of another repository is shown no file of; it may name any environment, and use what is there.
calls contains job.id if {
	some file in input.workspace.workflows.value.files
	some job in file.facts.value.jobs
	job.runner.kind == "none"
	some called in job.uses
	called.kind in {"remote", "unknown"}
}

given contains {"environment": job.environment, "kind": job.kind} if {
	some job in jobs
	true in {job.secrets.all, job.secrets.inherited}
}

open contains place.environment if some place in given

is_open := true in {count(calls) > 0, "expression" in {place.kind | some place in given}}

subjects contains e.name if some e in input.repository.environments.value

holds[e.name] := count([secret | some secret in stored; {is_open, name in open, [name, upper(secret.name)] in used, upper(secret.name) in used_anywhere} == {false}]) == 0 if {
	some e in input.repository.environments.value
	name := lower(e.name)
	stored := e.secret_names.value
}

detail[e.name] := {"evidence": {"environment": e.name, "secrets": idle}} if {
	some e in input.repository.environments.value
	holds[e.name] == false
	name := lower(e.name)
	stored := e.secret_names.value
	idle := sort([secret.name | some secret in stored; {is_open, name in open, [name, upper(secret.name)] in used, upper(secret.name) in used_anywhere} == {false}])
}
