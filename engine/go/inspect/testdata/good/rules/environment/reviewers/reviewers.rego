# METADATA
# title: Every release environment has enough reviewers
# description: A deployment without review is a release without review.
# custom:
#   catalogue: EN-02
#   severity: high
#   enforcement: block
#   collections: [release-gate]
#   reads: [repository.environments]
#   message: "{subject} has too few reviewers"
#   fix: {click: "Mend {subject}", command: ""}
#   parameters: [{name: minimum, schema: {type: integer, minimum: 1}, default: 2, weaker: lower}]
package rules.environment.reviewers

import data.lib.env
import data.parameters.environment.reviewers as p
import data.project

subjects contains name if some name in project.environments

holds[name] := count(env.named[name].reviewers) >= p.minimum if some name in project.environments

holds[name] := false if {
	some name in project.environments
	not env.named[name]
}
