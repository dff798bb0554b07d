# METADATA
# title: Publishing tokens are not shared with every workflow
# description: A repository secret is readable from every workflow.
# custom:
#   catalogue: SE-02
#   severity: high
#   enforcement: block
#   collections: [release-gate]
#   reads: [repository.secret_names]
#   message: "{subject} is shared with every workflow"
#   fix: {click: "Mend {subject}", command: ""}
package rules.secret.environment_only

import data.project

shared contains s.name if some s in input.repository.secret_names.value

subjects contains t if some t in project.publish_tokens

holds[t] := t in shared == false if some t in project.publish_tokens
