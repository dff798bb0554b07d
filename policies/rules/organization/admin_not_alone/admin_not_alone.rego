# METADATA
# title: The repository is not administered by one account alone
# description: When the only account that may repair a setting or revoke a secret is lost, or is the one that was stolen, nobody can stop what follows.
# custom:
#   catalogue: OR-06
#   severity: medium
#   enforcement: warn
#   collections: [strict]
#   reads: [repository.owner, repository.access, repository.access.collaborators, repository.access.teams]
#   handles: []
#   identity: [administrators]
#   controls: []
#   references:
#     - https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/repository-roles-for-an-organization
#     - https://docs.github.com/en/rest/collaborators/collaborators
#   message: "The {subject} hangs on one account"
#   fix:
#     command: ""
#     click: "Settings > Collaborators and teams: give a team the role Admin"
#   parameters: []
package rules.organization.admin_not_alone

applies := input.repository.owner.value.kind == "organization"

judged := "administration of the repository"

subjects contains judged

people := count([person | some person in collaborators; person.role == "admin"]) if {
	collaborators := input.repository.access.value.collaborators.value
}

teams := count([team | some team in listed; team.role == "admin"]) if listed := input.repository.access.value.teams.value

holds[judged] := true in {people >= 2, teams >= 1}

detail[judged] := {"evidence": {"administrators": people, "teams": teams}} if holds[judged] == false
