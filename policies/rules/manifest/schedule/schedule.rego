# METADATA
# title: Nothing is released on a day when nobody watches
# description: What breaks on the first day of a long weekend stays broken until the people who can mend it are back, and every attacker knows the calendar.
# custom:
#   catalogue: MF-14
#   severity: medium
#   enforcement: warn
#   collections: [strict]
#   reads: [manifest]
#   handles: []
#   identity: [registry, project, day]
#   controls: []
#   references:
#     - https://sre.google/sre-book/release-engineering/
#   message: "{subject}: nothing is released on this day"
#   fix:
#     command: ""
#     click: "Release on another day (UTC), or take the day out of the policy's parameters"
#   parameters:
#     - name: weekdays
#       schema: {type: array, items: {type: string, enum: [Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday]}, maxItems: 7, uniqueItems: true}
#       default: [Saturday, Sunday]
#       weaker: fewer
#     - name: dates
#       schema: {type: array, items: {type: string, pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}, maxItems: 1000, uniqueItems: true}
#       default: []
#       weaker: fewer
package rules.manifest.schedule

import data.parameters.manifest.schedule as parameters

now := time.parse_rfc3339_ns(input.context.evaluated_at)

weekday := time.weekday(now)

day := time.format([now, "UTC", "2006-01-02"])

closed := true in {weekday in {name | some name in parameters.weekdays}, day in {date | some date in parameters.dates}}

subjects contains sprintf("%s %s", [target.registry, target.project]) if some target in input.manifest.value.targets

holds[sprintf("%s %s", [target.registry, target.project])] := closed == false if {
	some target in input.manifest.value.targets
}

detail[subject] := {
	"message": sprintf("%s: nothing is released on %s, a %s (UTC)", [subject, day, weekday]),
	"evidence": {"registry": target.registry, "project": target.project, "day": day, "weekday": weekday},
} if {
	some target in input.manifest.value.targets
	subject := sprintf("%s %s", [target.registry, target.project])
	holds[subject] == false
}
