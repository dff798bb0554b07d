# METADATA
# title: A canary of this commit was accepted
# description: What no test shows is shown by a few real runs, before everybody has it.
# custom:
#   catalogue: HI-07
#   severity: high
#   enforcement: block
#   collections: [publish-path, strict]
#   reads: [workspace.canary]
#   handles: []
#   identity: [accepted]
#   controls: []
#   references:
#     - https://sre.google/workbook/canarying-releases/
#   message: "The {subject} of this commit was not accepted"
#   fix:
#     command: "clean-release release evidence add CANARY"
#     click: "Run a canary of this commit, and record its document when it was accepted"
#   parameters: []
package rules.history.canary_accepted

subjects contains "canary"

holds["canary"] := input.workspace.canary.value.accepted

detail["canary"] := {"evidence": {"accepted": false}} if holds.canary == false
