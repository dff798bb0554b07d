# METADATA
# title: The recent release runs succeeded
# description: A release workflow that often fails gets repaired under pressure, and a half-published version is hard to take back.
# custom:
#   catalogue: HI-01
#   severity: medium
#   enforcement: warn
#   collections: [release-gate, strict]
#   reads: [history.release_runs]
#   handles: []
#   identity: [minimum_percent]
#   controls: []
#   references:
#     - https://docs.github.com/en/rest/actions/workflow-runs
#   message: "The {subject} did not succeed often enough"
#   fix:
#     command: ""
#     click: "Read the failed runs of the release workflow, repair their cause, and rehearse a release before the next one"
#   parameters:
#     - name: minimum_percent
#       schema: {type: integer, minimum: 1, maximum: 100}
#       default: 99
#       weaker: lower
#     - name: runs
#       schema: {type: integer, minimum: 1, maximum: 1000}
#       default: 20
#       weaker: any
package rules.history.publish_success

import data.parameters.history.publish_success as parameters

# A completed run counts however it ended: what was cancelled or skipped published nothing.
completed := sort([[time.parse_rfc3339_ns(run.created_at), run.id, run.conclusion] |
	some run in input.history.release_runs.value
	run.status == "completed"
])

recent := array.slice(completed, max([0, count(completed) - parameters.runs]), count(completed))

succeeded := count([run | some run in recent; run[2] == "success"])

subject := "recent release runs"

subjects contains subject if count(recent) > 0

holds[subject] := (succeeded * 100) >= (parameters.minimum_percent * count(recent)) if count(recent) > 0

detail[subject] := {
	"message": sprintf("%d of the last %d release runs succeeded; at least %d %% should", [
		succeeded,
		count(recent),
		parameters.minimum_percent,
	]),
	"evidence": {
		"considered": count(recent),
		"succeeded": succeeded,
		"minimum_percent": parameters.minimum_percent,
		"newest": time.format(recent[count(recent) - 1][0]),
	},
} if {
	holds[subject] == false
}
