# METADATA
# title: Every member of the organization has a second factor
# description: One reused password of one member is enough to push, to approve, and to change these settings.
# custom:
#   catalogue: OR-01
#   severity: high
#   enforcement: warn
#   collections: [strict, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [repository.owner, repository.organization, repository.organization.two_factor_required]
#   handles: []
#   identity: [setting]
#   controls: [OSPS-AC-01.01]
#   references:
#     - https://docs.github.com/en/organizations/keeping-your-organization-secure/managing-two-factor-authentication-for-your-organization/requiring-two-factor-authentication-in-your-organization
#     - https://docs.github.com/en/rest/orgs/orgs
#   message: "The organization does not demand a {subject}"
#   fix:
#     command: ""
#     click: "Organization settings > Authentication security: select Require two-factor authentication for everyone"
#   parameters: []
package rules.organization.two_factor

applies := input.repository.owner.value.kind == "organization"

judged := "second factor of members"

subjects contains judged

holds[judged] := input.repository.organization.value.two_factor_required.value

detail[judged] := {"evidence": {"setting": "two_factor_requirement_enabled"}} if holds[judged] == false
