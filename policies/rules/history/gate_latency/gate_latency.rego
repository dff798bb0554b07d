# METADATA
# title: The gate is fast enough to be waited for
# description: A gate that people wait for is a gate that people ask to skip.
# custom:
#   catalogue: HI-08
#   severity: low
#   enforcement: inform
#   collections: [informational]
#   reads: [workspace.gate_latency]
#   handles: []
#   identity: [quantile]
#   controls: []
#   references:
#     - https://sre.google/sre-book/service-level-objectives/
#   message: "The gate takes longer than it may at {subject}"
#   fix:
#     command: ""
#     click: "Find out what takes the time, measure again, and record it: clean-release release evidence add FILE"
#   parameters:
#     - name: p95_ms
#       schema: {type: integer, minimum: 1, maximum: 60000}
#       default: 80
#       weaker: higher
#     - name: p99_ms
#       schema: {type: integer, minimum: 1, maximum: 60000}
#       default: 150
#       weaker: higher
package rules.history.gate_latency

import data.parameters.history.gate_latency as parameters

subjects contains "p95"

subjects contains "p99"

holds["p95"] := input.workspace.gate_latency.value.p95 <= (parameters.p95_ms * 1000)

holds["p99"] := input.workspace.gate_latency.value.p99 <= (parameters.p99_ms * 1000)

detail[quantile] := {"evidence": {"quantile": quantile}} if some quantile, false in holds
