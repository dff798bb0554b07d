# METADATA
# title: No pending publisher is left for a project that exists
# description: A pending publisher can only create a project. Once the name is taken it refuses every publish that matches it, and whoever took the name may not be the project.
# custom:
#   catalogue: TP-07
#   severity: medium
#   enforcement: warn
#   collections: [registry, strict]
#   reads: [registry.publication]
#   handles: ["registry.publication[].name"]
#   identity: [registry, project]
#   controls: []
#   references:
#     - https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-pypi
#   message: "{subject}: a pending publisher is declared, and the project exists already"
#   fix:
#     command: ""
#     click: "Delete the pending publisher in the account's publishing settings, and add it in those of the project"
#   parameters: []
package rules.publisher.none_pending

applies := input.context.registry.present

subjects contains sprintf("%s %s", [publication.registry, publication.project]) if {
	some publication in input.registry.publication.value
}

holds[sprintf("%s %s", [publication.registry, publication.project])] := true in {
	publication.pending == false,
	publication.name.value in {"free", "pending"},
} if {
	some publication in input.registry.publication.value
}

detail[subject] := {"evidence": {"registry": publication.registry, "project": publication.project}} if {
	some publication in input.registry.publication.value
	subject := sprintf("%s %s", [publication.registry, publication.project])
	holds[subject] == false
}
