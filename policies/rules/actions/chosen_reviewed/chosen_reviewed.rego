# METADATA
# title: Every pattern of allowed actions was reviewed
# description: A pattern such as someone/* lets in whatever that account publishes tomorrow; a list that nobody reviews grows until it allows everything.
# custom:
#   catalogue: AC-03
#   severity: medium
#   enforcement: warn
#   collections: [strict]
#   reads: [repository.ci_access, repository.ci_access.selected_actions]
#   handles: []
#   identity: [pattern]
#   controls: []
#   references:
#     - https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/enabling-features-for-your-repository/managing-github-actions-settings-for-a-repository
#     - https://docs.github.com/en/rest/actions/permissions
#   message: "{subject}: allowed, and not on the list of what was reviewed"
#   fix:
#     command: ""
#     click: "Settings > Actions > General > Allow specified actions and reusable workflows: remove {subject}, or review it and add it to the parameter reviewed"
#   parameters:
#     - name: reviewed
#       schema: {"type": "array", "items": {"type": "string"}, "uniqueItems": true}
#       default: []
#       weaker: more
package rules.actions.chosen_reviewed

import data.parameters.actions.chosen_reviewed as parameters

applies := input.repository.ci_access.value.selected_actions.value.applies

creators := "actions of verified creators"

subjects contains creators

subjects contains pattern if some pattern in input.repository.ci_access.value.selected_actions.value.patterns

reviewed := {pattern | some pattern in parameters.reviewed}

holds[creators] := true in {
	input.repository.ci_access.value.selected_actions.value.verified == false,
	creators in reviewed,
}

holds[pattern] := pattern in reviewed if {
	some pattern in input.repository.ci_access.value.selected_actions.value.patterns
}

detail[subject] := {"evidence": {"pattern": subject}} if some subject, false in holds
