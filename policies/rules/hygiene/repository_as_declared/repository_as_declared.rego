# METADATA
# title: "The repository is what the policy says: visible, forked, alive, and with its default branch"
# description: A repository that was made public, archived or given another default branch goes on being released by rules that were written for another one.
# custom:
#   catalogue: HY-06
#   severity: low
#   enforcement: inform
#   collections: [informational]
#   reads: [repository.repository]
#   handles: [repository.repository.forking_allowed]
#   identity: [setting]
#   controls: []
#   references:
#     - https://docs.github.com/en/rest/repos/repos
#   message: "{subject}: not what the policy says"
#   fix:
#     command: ""
#     click: "Settings > General: put {subject} back, or change the parameter"
#   parameters:
#     - name: visibilities
#       schema: {"type": "array", "items": {"enum": ["public", "private", "internal"]}, "uniqueItems": true, "minItems": 1}
#       default: ["public"]
#       weaker: more
#     - name: default_branches
#       schema: {"type": "array", "items": {"type": "string", "minLength": 1}, "uniqueItems": true, "minItems": 1}
#       default: ["main"]
#       weaker: more
#     - name: forking
#       schema: {"type": "boolean"}
#       default: true
#       weaker: any
package rules.hygiene.repository_as_declared

import data.parameters.hygiene.repository_as_declared as parameters

settings := {"archived", "default branch", "forking", "visibility"}

subjects contains setting if some setting in settings

holds["archived"] := input.repository.repository.value.archived == false

holds["default branch"] := input.repository.repository.value.default_branch in parameters.default_branches

holds["forking"] := allowed == parameters.forking if allowed := input.repository.repository.value.forking_allowed.value

holds["visibility"] := input.repository.repository.value.visibility in parameters.visibilities

detail[setting] := {"evidence": {"setting": setting}} if some setting, false in holds
