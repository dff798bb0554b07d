# METADATA
# title: Being a member gives no right to write
# description: With a base role of write every member, and every stolen account of one, may push to the repository that releases.
# custom:
#   catalogue: OR-03
#   severity: high
#   enforcement: warn
#   collections: [strict, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [repository.owner, repository.organization, repository.organization.default_role]
#   handles: []
#   identity: [setting]
#   controls: [OSPS-AC-02.01]
#   references:
#     - https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/setting-base-permissions-for-an-organization
#     - https://docs.github.com/en/rest/orgs/orgs
#   message: "The {subject} gives more than reading"
#   fix:
#     command: ""
#     click: "Organization settings > Member privileges > Base permissions: choose No permission or Read"
#   parameters: []
package rules.organization.base_role

applies := input.repository.owner.value.kind == "organization"

judged := "base role of members"

subjects contains judged

holds[judged] := input.repository.organization.value.default_role.value in {"none", "read"}

detail[judged] := {"evidence": {"setting": "default_repository_permission"}} if holds[judged] == false
