# METADATA
# title: Groups of self-hosted runners serve chosen private repositories
# description: A pull request from a fork of a public repository runs its code on the machine, and what it leaves there waits for the next job that publishes.
# custom:
#   catalogue: AC-10
#   severity: high
#   enforcement: warn
#   collections: [strict]
#   reads:
#     - repository.owner
#     - repository.organization_settings
#     - repository.organization_settings.runner_groups
#   handles: []
#   identity: [group, setting]
#   controls: []
#   references:
#     - https://docs.github.com/en/actions/hosting-your-own-runners/managing-self-hosted-runners/managing-access-to-self-hosted-runners-using-groups
#     - https://docs.github.com/en/rest/actions/self-hosted-runner-groups
#   message: "Runner group {subject}: not limited"
#   fix:
#     command: ""
#     click: "Organization settings > Actions > Runner groups > the group named in {subject}: choose Selected repositories and clear Allow public repositories"
#   allow_empty: Where every group was read and there is none, the organization has no machine to share.
#   parameters: []
package rules.actions.runner_groups_limited

applies := input.repository.owner.value.kind == "organization"

groups := input.repository.organization_settings.value.runner_groups.value

subjects contains sprintf("%s: %s", [group.name, setting]) if {
	some group in groups
	some setting in ["public repositories", "repositories"]
}

holds[sprintf("%s: public repositories", [group.name])] := group.public_repositories == false if some group in groups

holds[sprintf("%s: repositories", [group.name])] := group.visibility == "selected" if some group in groups

detail[subject] := {"evidence": {"group": group.name, "setting": setting}} if {
	some group in groups
	some setting in ["public repositories", "repositories"]
	subject := sprintf("%s: %s", [group.name, setting])
	holds[subject] == false
}
