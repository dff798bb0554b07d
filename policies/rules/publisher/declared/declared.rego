# METADATA
# title: Every project that is released has a trusted publisher
# description: Without one a token that lasts for years publishes, and whoever copies it once publishes as the project for as long.
# custom:
#   catalogue: TP-01
#   severity: high
#   enforcement: block
#   collections: [publish-path, strict]
#   reads: [registry.publishing]
#   handles: ["registry.publishing[].has_publisher"]
#   identity: [registry, project]
#   controls: []
#   references:
#     - https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-pypi
#   message: "{subject} has no declared trusted publisher"
#   fix:
#     command: ""
#     click: "Add a trusted publisher in the project's publishing settings at the registry, and declare it under publishers in the project file"
#   parameters: []
#   allow_empty: Where nothing is released to a registry that knows trusted publishers, none is missing.
package rules.publisher.declared

subjects contains target.id if some target in input.registry.publishing.value

holds[target.id] := target.has_publisher.value if some target in input.registry.publishing.value

detail[target.id] := {"evidence": {"registry": target.registry, "project": target.project}} if {
	some target in input.registry.publishing.value
	holds[target.id] == false
}
