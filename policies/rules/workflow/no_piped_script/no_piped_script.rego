# METADATA
# title: Publishing jobs run no script straight from the network
# description: curl … | sh runs whatever the server sends at that minute, in the job that can publish; whoever takes the server, or its name, publishes in the project's name.
# custom:
#   catalogue: WF-12
#   severity: medium
#   enforcement: warn
#   collections: [publish-path, supply-chain]
#   reads: [workspace.workflows, workspace.workflows.routes, "workspace.workflows.files[].facts"]
#   handles: ["workspace.workflows.files[].facts.jobs[].piped_scripts"]
#   identity: [file, job]
#   controls: []
#   references:
#     - https://docs.github.com/en/actions/security-for-github-actions/security-guides/security-hardening-for-github-actions
#     - https://github.com/ossf/scorecard/blob/main/docs/checks.md#pinned-dependencies
#   message: "{subject}: the job runs a script that it has just fetched"
#   fix:
#     command: ""
#     click: "In {subject}: fetch the script to a file, compare it with a sha256 that is written in the workflow, and run it then; or install the tool by version from its registry"
#   parameters: []
package rules.workflow.no_piped_script

import data.lib.workflows

applies := count(input.workspace.workflows.value.files) > 0

publishing contains [r.file, r.job] if some r in workflows.release

subjects contains sprintf("%s: %s", [r.file, r.job]) if some r in workflows.release

holds[sprintf("%s: %s", [file.path, job.id])] := count(found) == 0 if {
	some file in input.workspace.workflows.value.files
	some job in file.facts.value.jobs
	[file.path, job.id] in publishing
	found := job.piped_scripts.value
}

# A job that its file does not have is no job that was looked at.
holds[sprintf("%s: %s", [r.file, r.job])] := false if {
	some r in workflows.release
	jobs := jobs_of[r.file]
	not r.job in jobs
}

jobs_of := {file.path: {job.id | some job in read} |
	some file in input.workspace.workflows.value.files
	read := file.facts.value.jobs
}

detail[subject] := {"evidence": [{"file": file.path, "job": job.id, "line": step.line} | some step in found]} if {
	some file in input.workspace.workflows.value.files
	some job in file.facts.value.jobs
	subject := sprintf("%s: %s", [file.path, job.id])
	holds[subject] == false
	found := job.piped_scripts.value
}
