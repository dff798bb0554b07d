# METADATA
# title: What deploys from a release tag deploys by a policy for tags, and the tag is protected
# description: "An environment may admit only v* and still be open: a branch called v1 fits a policy for branches, and whoever may create or move the tag chooses the commit that is deployed."
# custom:
#   catalogue: EN-06
#   severity: high
#   enforcement: block
#   collections: [strict, osps-baseline-2, osps-baseline-3]
#   reads: [repository.environments, repository.effective_protection]
#   handles:
#     - "repository.environments[].deploy_refs"
#     - "repository.effective_protection[].creation_restricted"
#     - "repository.effective_protection[].update_restricted"
#     - "repository.effective_protection[].deletion_blocked"
#   identity: [environment, tag]
#   controls: [OSPS-AC-04.02, OSPS-BR-02.01]
#   references:
#     - https://docs.github.com/en/actions/managing-workflow-runs-and-deployments/managing-deployments/managing-environments-for-deployment
#     - https://docs.github.com/en/rest/deployments/branch-policies
#   message: "Environment {subject}: the policy is not for protected tags alone"
#   fix:
#     command: ""
#     click: "Settings > Environments > the environment: give every policy for a release tag the type tag; Settings > Rules > Rulesets: restrict creation, update and deletion of the release tags"
#   parameters: []
package rules.environment.tags_protected

import data.lib.environments
import data.lib.protection
import data.project

applies := count(project.release_tags) > 0

tags := {tag | some tag in project.release_tags}

subjects contains sprintf("%s from %s", [name, ref]) if {
	some name in project.environments
	some ref, _ in protection.tags
}

# A policy for branches has no business with the name of a release tag; one of no known kind may be for either.
holds[sprintf("%s from %s", [name, ref])] := {policy.mode in {"custom", "protected"}, fits, created, moved, removed} == {true} if {
	some name, e in environments.found
	some ref, p in protection.tags
	policy := e.deploy_refs.value
	fits := ({ok |
		some pattern in policy.patterns
		ok := true in {
			{pattern.kind == "branch", count({pattern.pattern} & tags) == 0} == {true},
			{pattern.kind == "tag", pattern.only_release_refs} == {true},
		}
	} & {false}) == set()
	created := p.creation_restricted.value
	moved := p.update_restricted.value
	removed := p.deletion_blocked.value
}

holds[sprintf("%s from %s", [name, ref])] := false if {
	some name in environments.missing
	some ref, _ in protection.tags
}

detail[subject] := {"evidence": {"environment": name, "tag": ref}} if {
	some name in project.environments
	some ref, _ in protection.tags
	subject := sprintf("%s from %s", [name, ref])
	holds[subject] == false
}
