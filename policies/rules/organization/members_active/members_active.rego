# METADATA
# title: Nobody belongs to the organization who has long been away
# description: An account that nobody uses is an account whose theft nobody notices, with all the rights it ever had.
# custom:
#   catalogue: OR-05
#   severity: medium
#   enforcement: warn
#   collections: [strict]
#   reads: [repository.owner, repository.member_activity]
#   handles: []
#   identity: [login]
#   controls: []
#   references:
#     - https://docs.github.com/en/organizations/managing-membership-in-your-organization/removing-a-member-from-your-organization
#   message: "{subject} has not been active for longer than the policy allows"
#   fix:
#     command: ""
#     click: "Organization settings > People: remove {subject}, or ask whether the account is still needed"
#   parameters:
#     - name: maximum_days
#       schema: {"type": "integer", "minimum": 1, "maximum": 3650}
#       default: 180
#       weaker: higher
package rules.organization.members_active

import data.lib.ages
import data.parameters.organization.members_active as parameters

applies := input.repository.owner.value.kind == "organization"

last_active := {member.login: member.last_active_at | some member in input.repository.member_activity.value}

subjects contains login if some login, _ in last_active

holds[login] := away <= (parameters.maximum_days * ages.day) if {
	some login, moment in last_active
	away := ages.now - time.parse_rfc3339_ns(moment)
}

detail[login] := {"evidence": {"login": login, "maximum_days": parameters.maximum_days}} if {
	some login, false in holds
}
