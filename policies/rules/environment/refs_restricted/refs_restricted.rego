# METADATA
# title: Only release refs deploy to a release environment
# description: An environment that any branch may deploy to hands its secrets and its identity to whoever can push a branch.
# custom:
#   catalogue: EN-05
#   severity: high
#   enforcement: block
#   collections: [release-gate, strict, osps-baseline-3]
#   reads: [repository.environments]
#   handles: ["repository.environments[].deploy_refs"]
#   identity: [environment]
#   controls: [OSPS-AC-04.02]
#   references:
#     - https://docs.github.com/en/actions/managing-workflow-runs-and-deployments/managing-deployments/managing-environments-for-deployment
#     - https://docs.github.com/en/rest/deployments/branch-policies
#   message: "Environment {subject} accepts deployments from refs that are no release refs"
#   fix:
#     command: ""
#     click: "Settings > Environments > {subject}: under Deployment branches and tags, choose Selected branches and tags and list only the release refs"
#   parameters: []
package rules.environment.refs_restricted

import data.lib.environments
import data.project

subjects contains name if some name in project.environments

holds[name] := false if {
	some name, e in environments.found
	e.deploy_refs.value.mode == "any"
}

# "Protected branches" admits every branch that has any rule, and every branch at all where none has one.
holds[name] := false if {
	some name, e in environments.found
	e.deploy_refs.value.mode == "protected"
}

# All patterns name only release refs, and there is at least one.
holds[name] := {pattern.only_release_refs | some pattern in deploy_refs.patterns} == {true} if {
	some name, e in environments.found
	deploy_refs := e.deploy_refs.value
	deploy_refs.mode == "custom"
}

holds[name] := false if some name in environments.missing

detail[name] := {"evidence": {"environment": name}} if some name, false in holds
