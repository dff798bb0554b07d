# METADATA
# title: The workflow of every trusted publisher is on the default branch and publishes from its environment alone
# description: A workflow file that nobody reviewed, or a second job of it that may ask for a token, publishes past everything that guards the first.
# custom:
#   catalogue: TP-05
#   severity: high
#   enforcement: block
#   collections: [publish-path, strict, osps-baseline-3]
#   reads: [registry.publishers]
#   handles: ["registry.publishers[].file_on_default", "registry.publishers[].publishes_there", "registry.publishers[].token_only_there"]
#   identity: [publisher, part]
#   controls: [OSPS-AC-04.02]
#   references:
#     - https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-pypi
#   message: "{subject} does not hold"
#   fix:
#     command: ""
#     click: "Merge the workflow file into the default branch; give its publishing job the environment and id-token write, and take id-token away from every other job"
#   parameters: []
#   allow_empty: Where no publisher is declared, no workflow is one's.
package rules.publisher.workflow_bound

parts := {"the file is on the default branch", "its job publishes from the environment", "no other job may ask for a token"}

subjects contains sprintf("%s: %s", [p.id, part]) if {
	some p in input.registry.publishers.value
	some part in parts
}

holds[sprintf("%s: the file is on the default branch", [p.id])] := p.file_on_default.value if {
	some p in input.registry.publishers.value
}

holds[sprintf("%s: its job publishes from the environment", [p.id])] := p.publishes_there.value if {
	some p in input.registry.publishers.value
}

holds[sprintf("%s: no other job may ask for a token", [p.id])] := p.token_only_there.value if {
	some p in input.registry.publishers.value
}

detail[subject] := {"evidence": {"publisher": p.id, "workflow": p.workflow, "part": part}} if {
	some p in input.registry.publishers.value
	some part in parts
	subject := sprintf("%s: %s", [p.id, part])
	holds[subject] == false
}
