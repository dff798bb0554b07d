# METADATA
# title: No blocker of the release is open
# description: Somebody wrote down what stands in the way of this release; publishing past it is what they wanted to prevent.
# custom:
#   catalogue: WS-14
#   severity: high
#   enforcement: block
#   collections: [publish-path, strict]
#   reads: [workspace.release_blockers]
#   handles: []
#   identity: [blockers]
#   controls: []
#   references:
#     - https://sre.google/sre-book/release-engineering/
#   message: "The {subject} are not all closed"
#   fix:
#     command: ""
#     click: "Remove the cause, close each with clean-release release blockers close NAME --reason TEXT, and audit again"
#   parameters: []
package rules.workspace.no_blocker

blockers := input.workspace.release_blockers.value

subject := "blockers of the release"

subjects contains subject

holds[subject] := count(input.workspace.release_blockers.value) == 0

names := concat(", ", sort([blocker.name | some blocker in blockers]))

detail[subject] := {
	"message": sprintf("Open blockers of the release: %s", [names]),
	"evidence": {"blockers": names},
} if {
	holds[subject] == false
}
