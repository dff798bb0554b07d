# METADATA
# title: Who is not a member of the organization cannot write
# description: A collaborator from outside is kept by none of the organization's demands, neither its second factor nor its sign-on, and is forgotten when the common work ends.
# custom:
#   catalogue: OR-05
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads:
#     - repository.owner
#     - repository.access
#     - repository.access.collaborators
#     - repository.members
#     - repository.members.owners
#     - repository.members.others
#   handles: []
#   identity: [login, role]
#   controls: [OSPS-AC-02.01]
#   references:
#     - https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories/managing-outside-collaborators
#     - https://docs.github.com/en/rest/collaborators/collaborators
#   message: "{subject} is not a member of the organization and may write"
#   fix:
#     command: ""
#     click: "Settings > Collaborators and teams: lower the role of {subject} to Read or Triage, or make the person a member"
#   allow_empty: Where members and collaborators were read and nobody is from outside, nobody from outside may write.
#   parameters: []
package rules.organization.outsiders_read

applies := input.repository.owner.value.kind == "organization"

owners := {person.id | some person in input.repository.members.value.owners.value}

others := {person.id | some person in input.repository.members.value.others.value}

members := owners | others

outsiders := {person.login: person.role |
	some person in input.repository.access.value.collaborators.value
	count({person.id} & members) == 0
}

subjects contains login if some login, _ in outsiders

holds[login] := role in {"read", "triage", "none"} if some login, role in outsiders

detail[login] := {"evidence": {"login": login, "role": role}} if {
	some login, false in holds
	role := outsiders[login]
}
