# METADATA
# title: Who may write is let in by a team and not by name
# description: Nobody takes the right back that one person was given by name; whoever leaves a team loses it at once, and whoever leaves the project keeps it.
# custom:
#   catalogue: OR-06
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [repository.owner, repository.direct_access]
#   handles: []
#   identity: [login, role]
#   controls: [OSPS-AC-02.01]
#   references:
#     - https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/managing-an-individuals-access-to-an-organization-repository
#     - https://docs.github.com/en/rest/collaborators/collaborators
#   message: "{subject} was let in by name, and may write"
#   fix:
#     command: ""
#     click: "Settings > Collaborators and teams: put {subject} into a team that has the role, and remove the person's own access"
#   parameters:
#     - name: exempt
#       schema: {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": 100}, "maxItems": 100, "uniqueItems": true}
#       default: []
#       weaker: more
#   allow_empty: Where it was read who was let in by name, and nobody was, everybody is there by a team or the organization.
package rules.organization.access_by_team

import data.parameters.organization.access_by_team as parameters

applies := input.repository.owner.value.kind == "organization"

exempt := {lower(login) | some login in parameters.exempt}

let_in[person.login] := person.role if some person in input.repository.direct_access.value

subjects contains login if some login, _ in let_in

# A role of the organization's own making may do anything.
holds[login] := true in {role in {"read", "triage", "none"}, lower(login) in exempt} if some login, role in let_in

detail[login] := {"evidence": {"login": login, "role": role}} if {
	some login, role in let_in
	holds[login] == false
}
