# METADATA
# title: Pull requests are checked for vulnerable dependencies
# description: A dependency with a known weakness comes in by a pull request that changes one line of a lock file, which nobody reads.
# custom:
#   catalogue: HY-02
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-3]
#   reads: [workspace.workflows, "workspace.workflows.files[].facts"]
#   handles: []
#   identity: [action]
#   controls: [OSPS-VM-05.03]
#   references:
#     - https://docs.github.com/en/code-security/supply-chain-security/understanding-your-software-supply-chain/about-dependency-review
#   message: "No workflow makes a {subject}"
#   fix:
#     command: ""
#     click: "Add a workflow that pull_request starts and that uses actions/dependency-review-action"
#   parameters: []
package rules.hygiene.dependency_review

applies := count(input.workspace.workflows.value.files) > 0

review := "review of dependencies"

subjects contains review

reviewing contains use.text if {
	some file in input.workspace.workflows.value.files
	some trigger in file.facts.value.triggers
	trigger.event in {"pull_request", "merge_group"}
	some job in file.facts.value.jobs
	some use in job.uses
	startswith(use.text, "actions/dependency-review-action@")
}

holds[review] := count(reviewing) > 0

detail[review] := {"evidence": {"action": "actions/dependency-review-action"}} if holds[review] == false
