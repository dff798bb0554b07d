# METADATA
# title: Few accounts administer the repository
# description: Whoever administers the repository changes its rules, its environments and its secrets, alone.
# custom:
#   catalogue: OR-06
#   severity: medium
#   enforcement: warn
#   collections: [strict]
#   reads: [repository.owner, repository.access, repository.access.collaborators]
#   handles: []
#   identity: [number]
#   controls: []
#   references:
#     - https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/repository-roles-for-an-organization
#     - https://docs.github.com/en/rest/collaborators/collaborators
#   message: "There are more {subject} than the policy allows"
#   fix:
#     command: ""
#     click: "Settings > Collaborators and teams: lower the role of those who need not administer"
#   parameters:
#     - name: maximum
#       schema: {"type": "integer", "minimum": 1, "maximum": 1000}
#       default: 3
#       weaker: higher
package rules.organization.admins_bounded

import data.parameters.organization.admins_bounded as parameters

applies := input.repository.owner.value.kind == "organization"

judged := "administrators of the repository"

number := count([person | some person in people; person.role == "admin"]) if {
	people := input.repository.access.value.collaborators.value
}

subjects contains judged

holds[judged] := number <= parameters.maximum

detail[judged] := {"evidence": {"number": number, "maximum": parameters.maximum}} if holds[judged] == false
