# METADATA
# title: No part of this version was left behind on a registry
# description: Files that were published and differ from the manifest cannot be taken back, and half a release is installed by some and not by others.
# custom:
#   catalogue: WS-12
#   severity: high
#   enforcement: block
#   collections: [registry, strict, osps-baseline-2, osps-baseline-3]
#   reads: [manifest]
#   handles: [registry.publication, "registry.publication[].state"]
#   identity: [registry, project, version]
#   controls: [OSPS-BR-02.01]
#   references:
#     - https://packaging.python.org/en/latest/specifications/file-yanking/
#   message: "{subject}: files of this version are published that are not all of the manifest's"
#   fix:
#     command: ""
#     click: "Publish the missing files if all others are equal; else yank the version and release the next one"
#   parameters: []
package rules.workspace.no_partial_publish

applies := input.context.registry.present

subjects contains sprintf("%s %s", [target.registry, target.project]) if some target in input.manifest.value.targets

holds[sprintf("%s %s", [target.registry, target.project])] := publication.state.value in {"none", "complete"} if {
	some publication in input.registry.publication.value
	some target in input.manifest.value.targets
	[target.registry, target.project] == [publication.registry, publication.project]
}

detail[subject] := {
	"message": sprintf("Version %s is published on %s with files that are not all of the manifest's", [
		input.manifest.value.version,
		subject,
	]),
	"evidence": {
		"registry": target.registry,
		"project": target.project,
		"version": input.manifest.value.version,
	},
} if {
	some target in input.manifest.value.targets
	subject := sprintf("%s %s", [target.registry, target.project])
	holds[subject] == false
}
