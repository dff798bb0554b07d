# METADATA
# title: Only release refs deploy to the release environments
# description: A branch that anyone can create must not reach the release environment.
# custom:
#   catalogue: EN-03
#   severity: high
#   enforcement: block
#   collections: [release-gate]
#   reads: [repository.environments]
#   message: "{subject} can be deployed to from other refs"
#   fix: {click: "Mend {subject}", command: ""}
package rules.environment.refs_restricted

import data.lib.env
import data.project

subjects contains name if some name in project.environments

holds[name] := name in env.restricted if some name in project.environments
