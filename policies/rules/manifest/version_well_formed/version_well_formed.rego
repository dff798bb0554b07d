# METADATA
# title: The version is well formed for every target registry
# description: A registry normalizes or refuses a version it does not understand; what is published is then not what was judged.
# custom:
#   catalogue: MF-03
#   severity: high
#   enforcement: block
#   collections: [release-gate, strict, minimal, osps-baseline-2, osps-baseline-3]
#   reads: [manifest]
#   handles: []
#   identity: [registry]
#   controls: [OSPS-BR-02.01]
#   references:
#     - https://packaging.python.org/en/latest/specifications/version-specifiers/
#     - https://semver.org/spec/v2.0.0.html
#   message: "The version is not well formed for {subject}"
#   fix:
#     command: ""
#     click: "Choose a version that {subject} accepts and build the manifest again"
#   parameters: []
package rules.manifest.version_well_formed

well_formed contains form.registry if {
	some form in input.manifest.value.version_forms
	form.well_formed == true
}

subjects contains target.registry if some target in input.manifest.value.targets

holds[target.registry] := target.registry in well_formed if some target in input.manifest.value.targets

forms[form.registry] contains form.form if some form in input.manifest.value.version_forms

detail[registry] := {
	"message": sprintf("Version %s is not well formed for %s", [input.manifest.value.version, registry]),
	"evidence": {
		"registry": registry,
		"version": input.manifest.value.version,
		"expected": [form | some form in forms[registry]],
	},
} if some registry, false in holds
