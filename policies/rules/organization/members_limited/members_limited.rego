# METADATA
# title: Members can neither make repositories public nor delete them
# description: What a member makes public by mistake, or a stolen account on purpose, cannot be taken back; and a deleted repository takes its releases along.
# custom:
#   catalogue: OR-04
#   severity: medium
#   enforcement: warn
#   collections: [strict]
#   reads: [repository.owner, repository.organization]
#   handles:
#     - repository.organization.members_create_public
#     - repository.organization.members_change_visibility
#     - repository.organization.members_delete_repositories
#   identity: [setting]
#   controls: []
#   references:
#     - https://docs.github.com/en/organizations/managing-organization-settings/restricting-repository-creation-in-your-organization
#     - https://docs.github.com/en/rest/orgs/orgs
#   message: "Members may {subject}"
#   fix:
#     command: ""
#     click: "Organization settings > Member privileges: clear what lets members {subject}"
#   parameters: []
package rules.organization.members_limited

applies := input.repository.owner.value.kind == "organization"

powers := {"create public repositories", "change the visibility of repositories", "delete repositories"}

subjects contains power if some power in powers

holds["create public repositories"] := input.repository.organization.value.members_create_public.value == false

holds["change the visibility of repositories"] := input.repository.organization.value.members_change_visibility.value == false

holds["delete repositories"] := input.repository.organization.value.members_delete_repositories.value == false

detail[power] := {"evidence": {"setting": power}} if some power, false in holds
