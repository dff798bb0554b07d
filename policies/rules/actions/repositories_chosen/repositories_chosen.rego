# METADATA
# title: Only chosen repositories of the organization run workflows
# description: Where every repository may run workflows, a forgotten one with an old workflow is as good a way to the organization's secrets and machines as the one that releases.
# custom:
#   catalogue: AC-01
#   severity: medium
#   enforcement: inform
#   collections: [informational]
#   reads: [repository.owner, repository.organization_settings, repository.organization_settings.actions]
#   handles: []
#   identity: [setting]
#   controls: []
#   references:
#     - https://docs.github.com/en/organizations/managing-organization-settings/disabling-or-limiting-github-actions-for-your-organization
#     - https://docs.github.com/en/rest/actions/permissions
#   message: "The {subject} are not limited to chosen ones"
#   fix:
#     command: ""
#     click: "Organization settings > Actions > General > Policies: choose Enable for select repositories"
#   parameters: []
package rules.actions.repositories_chosen

applies := input.repository.owner.value.kind == "organization"

repositories := "repositories that run workflows"

subjects contains repositories

holds[repositories] := enabled in {"none", "selected"} if {
	enabled := input.repository.organization_settings.value.actions.value.repositories
}

detail[repositories] := {"evidence": {
	"setting": "enabled_repositories",
	"value": input.repository.organization_settings.value.actions.value.repositories,
}} if {
	holds[repositories] == false
}
