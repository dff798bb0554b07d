# METADATA
# title: Taking a bad release back was exercised recently
# description: Who takes a release back for the first time in an incident reads the registry's manual while users install it.
# custom:
#   catalogue: HI-06
#   severity: low
#   enforcement: inform
#   collections: [informational]
#   reads: [workspace.drills]
#   handles: []
#   identity: [days]
#   controls: []
#   references:
#     - https://sre.google/sre-book/managing-incidents/
#   message: "No {subject} was finished in time recently"
#   fix:
#     command: "clean-release release drill start"
#     click: ""
#   parameters:
#     - name: days
#       schema: {type: integer, minimum: 1, maximum: 3650}
#       default: 90
#       weaker: higher
package rules.history.drill_recent

import data.parameters.history.drill_recent as parameters

day := 86400 * 1000000000

now := time.parse_rfc3339_ns(input.context.evaluated_at)

recent := [drill |
	some drill in input.workspace.drills.value
	drill.in_time
	age := now - time.parse_rfc3339_ns(drill.ended_at)
	age >= 0
	age <= parameters.days * day
]

subjects contains "drill"

holds["drill"] := count(recent) > 0 if {
	input.workspace.drills.value
	now > 0
	parameters.days > 0
}

detail["drill"] := {
	"message": sprintf("No drill was finished in time within the last %d days", [parameters.days]),
	"evidence": {"days": parameters.days},
} if {
	holds.drill == false
}
