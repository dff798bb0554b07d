# METADATA
# title: What is released, since when, and how, is stated
# description: A release whose target, base or mode somebody guesses is the one that publishes during a rehearsal.
# custom:
#   catalogue: WS-06
#   severity: high
#   enforcement: block
#   collections: [workspace, strict, osps-baseline-2, osps-baseline-3]
#   reads: [workspace.release_context]
#   handles: []
#   identity: [part]
#   controls: [OSPS-BR-02.01]
#   references:
#     - https://semver.org/spec/v2.0.0.html
#   message: "The {subject} of the release is not stated"
#   fix:
#     command: ""
#     click: "State it when the workspace is audited: --target, --base-tag and --mode"
#   parameters: []
package rules.workspace.context_explicit

subjects contains "target"

subjects contains "base tag"

subjects contains "mode"

holds["target"] := input.workspace.release_context.value.target.stated

holds["base tag"] := input.workspace.release_context.value.base_tag.stated

holds["mode"] := input.workspace.release_context.value.mode.stated

detail[part] := {"evidence": {"part": part}} if some part, false in holds
