# METADATA
# title: Pushes to workflow files are restricted on every branch
# description: A workflow runs from whatever branch it is pushed to; who may push to any branch may push a workflow there that takes the repository's secrets.
# custom:
#   catalogue: BR-34
#   severity: low
#   enforcement: inform
#   collections: [informational, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [repository.repository, repository.workflow_paths_restricted]
#   handles: []
#   identity: [setting]
#   controls: [OSPS-AC-03.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets
#     - https://docs.github.com/en/rest/repos/rules
#   message: "Pushes to {subject} are not restricted"
#   fix:
#     command: "gh api -X POST 'repos/{repository}/rulesets' -f 'name=workflow files' -f target=push -f enforcement=active -f 'rules[][type]=file_path_restriction' -f 'rules[][parameters][restricted_file_paths][]=.github/workflows/**/*'"
#     click: "Settings > Rules > Rulesets > New push ruleset: restrict the file path .github/workflows/**/*, and name who may bypass it"
#   parameters: []
package rules.branch.workflow_pushes_restricted

# The provider offers push rulesets to private and internal repositories only; what is not known to be public is judged.
applies := input.repository.repository.value.visibility in {"private", "internal", "unknown"}

subject := ".github/workflows"

subjects contains subject

holds[subject] := input.repository.workflow_paths_restricted.value

detail[subject] := {"evidence": {"setting": "workflow_paths_restricted", "because": input.repository.workflow_paths_restricted.because}} if {
	holds[subject] == false
}
