# METADATA
# title: Every trusted publisher is that of the candidate's repository and workflow
# description: A publisher of another repository, or of a file that is gone, lets somebody else publish, for a name that was given up can be registered again.
# custom:
#   catalogue: TP-03
#   severity: high
#   enforcement: block
#   collections: [publish-path, strict]
#   reads: [registry.publishers]
#   handles: ["registry.publishers[].same_repository", "registry.publishers[].file_released"]
#   identity: [publisher]
#   controls: []
#   references:
#     - https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-pypi
#   message: "{subject} is not the candidate's repository and workflow"
#   fix:
#     command: ""
#     click: "At the registry, remove the publisher, and add the one whose owner, repository and workflow file publish this release"
#   parameters: []
#   allow_empty: Where no publisher is declared, none is that of another repository.
package rules.publisher.of_candidate

subjects contains p.id if some p in input.registry.publishers.value

holds[p.id] := {own, released} == {true} if {
	some p in input.registry.publishers.value
	own := p.same_repository.value
	released := p.file_released.value
}

detail[p.id] := {"evidence": {"publisher": p.id, "workflow": p.workflow}} if {
	some p in input.registry.publishers.value
	holds[p.id] == false
}
