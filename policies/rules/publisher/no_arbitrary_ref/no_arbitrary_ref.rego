# METADATA
# title: No run on a ref of somebody's choice reaches a trusted publisher
# description: A workflow that can be started on any branch publishes that branch, with the commit somebody pushed to it a minute before.
# custom:
#   catalogue: TP-06
#   severity: critical
#   enforcement: block
#   collections: [publish-path, strict, osps-baseline-3]
#   reads: [registry.publishers, repository.environments]
#   handles: ["registry.publishers[].from_any_ref", "repository.environments[].deploy_refs"]
#   identity: [publisher]
#   controls: [OSPS-AC-04.02]
#   references:
#     - https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments
#   message: "{subject}: a run on any ref can publish"
#   fix:
#     command: ""
#     click: "Settings > Environments: under Deployment branches and tags, list only the release refs; or start the workflow by nothing but release tags"
#   parameters: []
#   allow_empty: Where no publisher is declared, no run reaches one.
package rules.publisher.no_arbitrary_ref

import data.lib.environments

known[p.id] := {"publisher": p, "environment": environments.by_name[p.environment]} if {
	some p in input.registry.publishers.value
}

subjects contains p.id if some p in input.registry.publishers.value

# An environment that nobody made, and that of every publisher without one, admits every ref.
holds[p.id] := p.from_any_ref.value == false if {
	some p in input.registry.publishers.value
	count({p.environment} & environments.names_without_case) == 0
}

holds[id] := true in {any_ref == false, only_release_refs} if {
	some id, both in known
	any_ref := both.publisher.from_any_ref.value
	deploys := both.environment.deploy_refs.value
	kept := {pattern.only_release_refs | some pattern in deploys.patterns}
	only_release_refs := {deploys.mode == "custom", kept == {true}} == {true}
}

detail[p.id] := {"evidence": {"publisher": p.id, "workflow": p.workflow, "environment": p.environment}} if {
	some p in input.registry.publishers.value
	holds[p.id] == false
}
