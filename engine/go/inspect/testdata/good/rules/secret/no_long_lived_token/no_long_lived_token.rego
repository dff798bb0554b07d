# METADATA
# title: No long-lived token where trusted publishing is used
# description: A token that does not expire is a second way in.
# custom:
#   catalogue: SE-01
#   severity: high
#   enforcement: block
#   collections: [release-gate]
#   reads: [repository.environments, repository.publishers, repository.secret_names]
#   handles: ["repository.environments[].secret_names"]
#   message: "{subject} keeps a long-lived token"
#   fix: {click: "Mend {subject}", command: ""}
package rules.secret.no_long_lived_token

import data.lib.env
import data.project

applies := true in {x.active | some x in input.repository.publishers.value}

subjects contains "repository"

subjects contains name if some name in project.environments

holds["repository"] := count({s | some s in input.repository.secret_names.value; s.name in project.publish_tokens}) == 0

holds[name] := count({s | some s in names; s in project.publish_tokens}) == 0 if {
	some name in project.environments
	names := env.named[name].secret_names.value
}
