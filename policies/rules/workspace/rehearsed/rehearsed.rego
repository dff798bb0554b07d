# METADATA
# title: The publish was rehearsed with these workflow files
# description: A workflow that was changed since its rehearsal is tried out for the first time on the users.
# custom:
#   catalogue: WS-15
#   severity: medium
#   enforcement: warn
#   collections: [strict]
#   reads: [workspace.release_steps]
#   handles: []
#   identity: [step]
#   controls: []
#   references:
#     - https://docs.github.com/en/actions/how-tos/manage-workflow-runs/manually-run-a-workflow
#   message: "The {subject} did not succeed with these workflow files"
#   fix:
#     command: ""
#     click: "Run the publish workflow as a rehearsal, and record it: clean-release release step rehearsal --outcome succeeded --run-id RUN"
#   parameters: []
package rules.workspace.rehearsed

subjects contains "rehearsal"

good := [step |
	some step in input.workspace.release_steps.value
	step.step == "rehearsal"
	step.outcome == "succeeded"
	step.these_workflows
]

holds["rehearsal"] := count(good) > 0 if input.workspace.release_steps.value

detail["rehearsal"] := {"evidence": {"step": "rehearsal"}} if holds.rehearsal == false
