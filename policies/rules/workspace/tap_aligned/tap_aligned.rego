# METADATA
# title: The Homebrew formula installs exactly the archives of this release
# description: A formula with another version or digest gives its users something else than what was judged, or an archive that no longer downloads.
# custom:
#   catalogue: WS-11
#   severity: high
#   enforcement: block
#   collections: [registry, strict, osps-baseline-2, osps-baseline-3]
#   reads: []
#   handles: [registry.taps, "registry.taps[].state"]
#   identity: [formula]
#   controls: [OSPS-BR-02.01]
#   references:
#     - https://docs.brew.sh/Formula-Cookbook
#   message: "{subject}: the formula does not install the archives of this release"
#   fix:
#     command: ""
#     click: "Set version, url and sha256 of the formula to those of this release's archives, commit, and push the tap"
#   parameters: []
package rules.workspace.tap_aligned

import data.project

applies := count(project.formulas) > 0

subjects contains name if some name in project.formulas

holds[name] := tap.state.value == "aligned" if {
	some tap in input.registry.taps.value
	some name in project.formulas
	name == tap.formula
}

# A declared formula that the audit did not look at is as good as one that was left behind.
holds[name] := false if {
	taps := input.registry.taps.value
	listed := {tap.formula | some tap in taps}
	some name in project.formulas
	not name in listed
}

detail[name] := {
	"message": sprintf("The formula %s does not install the archives of the manifest", [name]),
	"evidence": {"formula": name},
} if some name, false in holds
