# The ways to jobs that can publish: those that upload, that may use a release environment or a publish token, or that call
# a workflow of another repository with what it takes. Built once, shared by every rule about release workflows.
package lib.workflows

import data.project

environments := {lower(name) | some name in project.environments}

tokens := {upper(name) | some name in project.publish_tokens}

release[r.id] := r if {
	some r in input.workspace.workflows.value.routes.value
	r.uploads == true
}

release[r.id] := r if {
	some r in input.workspace.workflows.value.routes.value
	lower(r.environment.name) in environments
}

# An environment that an expression decides may be any, hence also a release environment.
release[r.id] := r if {
	some r in input.workspace.workflows.value.routes.value
	r.environment.kind == "expression"
}

release[r.id] := r if {
	some r in input.workspace.workflows.value.routes.value
	some name in r.secrets.names
	name in tokens
}

release[r.id] := r if {
	some r in input.workspace.workflows.value.routes.value
	r.secrets.all == true
}

# What another repository does with an identity token, or with every secret, cannot be read here.
release[r.id] := r if {
	some r in input.workspace.workflows.value.routes.value
	r.is_remote == true
	r.secrets.inherited == true
}

release[r.id] := r if {
	some r in input.workspace.workflows.value.routes.value
	r.is_remote == true
	r.id_token in {"write", "unknown"}
}

# The files that something is published from, or through.
files contains path if {
	some r in release
	some path in [r.entry, r.file]
}
