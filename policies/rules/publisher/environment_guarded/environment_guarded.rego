# METADATA
# title: The environment of every trusted publisher is guarded
# description: The environment is the only thing that stands between a run and the registry; one without reviewers, or that any ref may deploy to, publishes whatever somebody pushed.
# custom:
#   catalogue: TP-04
#   severity: critical
#   enforcement: block
#   collections: [publish-path, strict, osps-baseline-3]
#   reads: [registry.publishers, repository.environments]
#   handles: ["repository.environments[].reviewers", "repository.environments[].admins_bypass", "repository.environments[].deploy_refs"]
#   identity: [publisher, guard]
#   controls: [OSPS-AC-04.02]
#   references:
#     - https://docs.github.com/en/actions/how-tos/deploy/configure-and-manage-deployments/manage-environments
#   message: "{subject}: the environment does not guard the publish"
#   fix:
#     command: ""
#     click: "Settings > Environments: require reviewers, prevent self-review, leave administrators no bypass, and list only the release refs"
#   parameters:
#     - name: minimum
#       schema: {type: integer, minimum: 1, maximum: 6}
#       default: 1
#       weaker: lower
#   allow_empty: Where no publisher is declared, no environment hands it a token.
package rules.publisher.environment_guarded

import data.lib.environments
import data.parameters.publisher.environment_guarded as parameters

guards := {"it exists", "reviewers", "no self-review", "no bypass by administrators", "release refs alone"}

# A publisher of any environment is one of an environment that nobody made.
known[p.id] := environments.by_name[p.environment] if some p in input.registry.publishers.value

missing contains p.id if {
	some p in input.registry.publishers.value
	count({p.environment} & environments.names_without_case) == 0
}

subjects contains sprintf("%s: %s", [p.id, guard]) if {
	some p in input.registry.publishers.value
	some guard in guards
}

holds[sprintf("%s: %s", [id, guard])] := false if {
	some id in missing
	some guard in guards
}

holds[sprintf("%s: it exists", [id])] := true if some id, _ in known

holds[sprintf("%s: reviewers", [id])] := count(e.reviewers.value.principals) >= parameters.minimum if some id, e in known

holds[sprintf("%s: no self-review", [id])] := e.reviewers.value.prevent_self_review if some id, e in known

holds[sprintf("%s: no bypass by administrators", [id])] := e.admins_bypass.value == false if some id, e in known

# Every pattern names only release refs, its kind is known, and there is at least one.
holds[sprintf("%s: release refs alone", [id])] := {deploys.mode == "custom", kept == {[true, true]}} == {true} if {
	some id, e in known
	deploys := e.deploy_refs.value
	kept := {[pattern.only_release_refs, pattern.kind in {"branch", "tag"}] | some pattern in deploys.patterns}
}

detail[subject] := {"evidence": {"publisher": p.id, "environment": p.environment, "guard": guard}} if {
	some p in input.registry.publishers.value
	some guard in guards
	subject := sprintf("%s: %s", [p.id, guard])
	holds[subject] == false
}
