# METADATA
# title: A record of this release is kept and was gone on with
# description: A release that is begun again from nothing forgets what was built, rehearsed and already published.
# custom:
#   catalogue: WS-13
#   severity: medium
#   enforcement: warn
#   collections: [strict]
#   reads: [workspace.release_record]
#   handles: []
#   identity: [part]
#   controls: []
#   references:
#     - https://sre.google/sre-book/release-engineering/
#   message: "The record of the release: {subject} does not hold"
#   fix:
#     command: ""
#     click: "Begin the record with clean-release release evidence start, go on with the one there is, and audit with --target"
#   parameters: []
package rules.workspace.record_kept

subjects contains "it is kept"

subjects contains "it is of the target"

subjects contains "it was gone on with"

holds["it is kept"] := input.workspace.release_record.value.exists

holds["it is of the target"] := input.workspace.release_record.value.of_target

holds["it was gone on with"] := input.workspace.release_record.value.restarted == false

detail[part] := {"evidence": {"part": part}} if some part, false in holds
