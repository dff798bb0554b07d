# METADATA
# title: The organization has few owners
# description: Every owner can undo every protection there is; each more is one more account whose theft does.
# custom:
#   catalogue: OR-05
#   severity: medium
#   enforcement: warn
#   collections: [strict]
#   reads: [repository.owner, repository.members, repository.members.owners]
#   handles: []
#   identity: [number]
#   controls: []
#   references:
#     - https://docs.github.com/en/organizations/managing-peoples-access-to-your-organization-with-roles/roles-in-an-organization
#     - https://docs.github.com/en/rest/orgs/members
#   message: "There are more {subject} than the policy allows"
#   fix:
#     command: ""
#     click: "Organization settings > People: change the role of owners who need not be one to Member"
#   parameters:
#     - name: maximum
#       schema: {"type": "integer", "minimum": 1, "maximum": 1000}
#       default: 3
#       weaker: higher
package rules.organization.owners_bounded

import data.parameters.organization.owners_bounded as parameters

applies := input.repository.owner.value.kind == "organization"

judged := "owners of the organization"

number := count(input.repository.members.value.owners.value)

subjects contains judged

holds[judged] := number <= parameters.maximum

detail[judged] := {"evidence": {"number": number, "maximum": parameters.maximum}} if holds[judged] == false
