# METADATA
# title: The version was never published and is newer than every published one
# description: A version that exists cannot be published again, and one below the newest reaches users as no update, or as a downgrade.
# custom:
#   catalogue: MF-03
#   severity: high
#   enforcement: block
#   collections: [release-gate, strict, osps-baseline-2, osps-baseline-3]
#   reads: [manifest]
#   handles: [registry.published, "registry.published[].candidate"]
#   identity: [registry, project]
#   controls: [OSPS-BR-02.01]
#   references:
#     - https://packaging.python.org/en/latest/specifications/version-specifiers/
#     - https://semver.org/spec/v2.0.0.html
#   message: "{subject}: the version is already published or not newer than the newest"
#   fix:
#     command: ""
#     click: "Choose a version above the newest one published and build the manifest again"
#   parameters: []
package rules.manifest.version_new

applies := input.context.registry.present

subjects contains sprintf("%s %s", [target.registry, target.project]) if some target in input.manifest.value.targets

holds[sprintf("%s %s", [target.registry, target.project])] := [new.already_published, new.newer_than_all] == [false, true] if {
	some published in input.registry.published.value
	new := published.candidate.value
	some target in input.manifest.value.targets
	[target.registry, target.project] == [published.registry, published.project]
}

detail[subject] := {
	"message": sprintf("Version %s is already published on %s or not newer than the newest there", [
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
