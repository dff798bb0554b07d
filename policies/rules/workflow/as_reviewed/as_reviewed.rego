# METADATA
# title: The release's workflow files are those of the default branch
# description: A workflow file that only the released commit has was never reviewed; it publishes with the rights of the one that was.
# custom:
#   catalogue: WF-14
#   severity: high
#   enforcement: block
#   collections: [publish-path, supply-chain]
#   reads: [workspace.workflows, workspace.workflows.routes]
#   handles: ["workspace.workflows.files[].as_default"]
#   identity: [file]
#   controls: []
#   references:
#     - https://docs.github.com/en/actions/concepts/workflows-and-actions/workflows
#   message: "{subject} is not the file of the default branch"
#   fix:
#     command: ""
#     click: "Merge the change of {subject} into the default branch with a review, and release a commit that has it"
#   parameters: []
package rules.workflow.as_reviewed

import data.lib.workflows

applies := count(input.workspace.workflows.value.files) > 0

released := {f.path: f |
	some f in input.workspace.workflows.value.files
	f.path in workflows.files
}

subjects contains path if some path in workflows.files

holds[path] := f.as_default.value if some path, f in released

detail[path] := {"evidence": {"file": path, "sha256": f.sha256}} if {
	some path, false in holds
	f := released[path]
}
