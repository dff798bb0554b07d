# METADATA
# title: Every trusted publisher is bound to an environment
# description: A publisher without an environment takes a token from any job of the workflow file, on any branch, without anybody's approval.
# custom:
#   catalogue: TP-02
#   severity: high
#   enforcement: block
#   collections: [publish-path, strict, osps-baseline-3]
#   reads: [registry.publishers]
#   handles: []
#   identity: [publisher]
#   controls: [OSPS-AC-04.02]
#   references:
#     - https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-pypi
#   message: "{subject} is bound to no environment"
#   fix:
#     command: ""
#     click: "At the registry, remove the publisher and add it again with the name of the release environment; declare it so in the project file"
#   parameters: []
#   allow_empty: Where no publisher is declared, none takes a token from every environment.
package rules.publisher.environment_bound

subjects contains p.id if some p in input.registry.publishers.value

holds[p.id] := p.any_environment == false if some p in input.registry.publishers.value

detail[p.id] := {"evidence": {"publisher": p.id, "registry": p.registry, "project": p.project}} if {
	some p in input.registry.publishers.value
	holds[p.id] == false
}
