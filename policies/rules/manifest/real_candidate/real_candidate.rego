# METADATA
# title: What is released is no demonstration
# description: In the namespace demo anybody is trusted with anything; a candidate that came from there was never really judged.
# custom:
#   catalogue: MF-16
#   severity: critical
#   enforcement: block
#   collections: [publish-path, strict]
#   reads: [manifest]
#   handles: []
#   identity: [registry, project]
#   controls: []
#   references:
#     - https://slsa.dev/spec/v1.0/verifying-artifacts
#   message: "{subject}: a demonstration is not released"
#   fix:
#     command: ""
#     click: "Write namespace real in the project file, and judge the candidate under an anchor that trusts the repository"
#   parameters: []
package rules.manifest.real_candidate

applies := input.context.purpose in {"release", "publish"}

subjects contains sprintf("%s %s", [target.registry, target.project]) if some target in input.manifest.value.targets

holds[sprintf("%s %s", [target.registry, target.project])] := input.context.namespace == "real" if {
	some target in input.manifest.value.targets
}

detail[subject] := {"evidence": {
	"registry": target.registry,
	"project": target.project,
	"namespace": input.context.namespace,
}} if {
	some target in input.manifest.value.targets
	subject := sprintf("%s %s", [target.registry, target.project])
	holds[subject] == false
}
