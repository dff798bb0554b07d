# METADATA
# title: The files of the release are exactly those of the manifest
# description: A file that was added or exchanged on the release page is downloaded under the release's name, though no check ever saw its bytes.
# custom:
#   catalogue: TG-06
#   severity: critical
#   enforcement: block
#   collections: [strict, publish-path, osps-baseline-2, osps-baseline-3]
#   reads: [repository.releases, "repository.releases[].of_manifest", "repository.releases[].assets", "repository.releases[].missing"]
#   handles: ["repository.releases[].assets[].as_declared"]
#   identity: [file]
#   controls: [OSPS-BR-06.01]
#   references:
#     - https://docs.github.com/en/rest/releases/assets
#   message: "{subject} is not what the manifest declares"
#   fix:
#     command: ""
#     click: "Compare the files of the release with the manifest: delete what the manifest does not declare, and upload what is missing or differs from the build again ({subject})"
#   parameters: []
#   allow_empty: Before there is a release of this version it has no files.
package rules.tag.assets_match

import data.lib.releases

present[sprintf("%s of release %d", [asset.name, id])] := asset if {
	some id, r in releases.candidate
	some asset in r.assets.value
}

missing[sprintf("%s of release %d", [name, id])] := name if {
	some id, r in releases.candidate
	some name in r.missing.value
}

subjects contains subject if some subject, _ in present

subjects contains subject if some subject, _ in missing

# The host compares name and digest with the manifest; a file it does not declare is not as declared.
holds[subject] := asset.as_declared.value if some subject, asset in present

holds[subject] := false if some subject, _ in missing

detail[subject] := {"evidence": {"file": asset.name, "is": "not declared with these bytes"}} if {
	some subject, false in holds
	asset := present[subject]
}

detail[subject] := {"evidence": {"file": name, "is": "missing"}} if some subject, name in missing
