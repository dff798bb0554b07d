# METADATA
# title: The tag the manifest is built from names its version
# description: A tag of one version over the files of another sends everybody who reads the tag, its changes and its review to something else than what is published.
# custom:
#   catalogue: MF-04
#   severity: high
#   enforcement: block
#   collections: [strict, publish-path, osps-baseline-2, osps-baseline-3]
#   reads: [manifest, manifest.version_of_tag]
#   handles: []
#   identity: [ref]
#   controls: [OSPS-BR-02.01]
#   references:
#     - https://semver.org
#   message: "{subject} names another version than the manifest"
#   fix:
#     command: ""
#     click: "Tag the commit with the version of the manifest, as release.tags of the project file writes it, and build the manifest from that tag instead of {subject}"
#   parameters: []
package rules.manifest.version_of_tag

subjects contains input.manifest.value.source.ref

holds[ref] := input.manifest.value.version_of_tag.value if some ref in subjects

detail[ref] := {
	"message": sprintf("%s names another version than %s, which the manifest states", [ref, input.manifest.value.version]),
	"evidence": {"ref": ref, "version": input.manifest.value.version},
} if some ref, false in holds
