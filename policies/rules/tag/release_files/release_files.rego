# METADATA
# title: The release carries its licence and its changelog
# description: Whoever downloads the files alone can tell neither what they may do with them nor what has changed, and updates blindly.
# custom:
#   catalogue: TG-10
#   severity: low
#   enforcement: inform
#   collections: [informational, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [repository.releases, "repository.releases[].of_manifest", "repository.releases[].assets"]
#   handles: []
#   identity: [file]
#   controls: [OSPS-BR-04.01, OSPS-LE-03.02]
#   references:
#     - https://docs.github.com/en/rest/releases/assets
#   message: "{subject} is missing"
#   fix:
#     command: ""
#     click: "Declare the file in the manifest and upload it to the release: gh release upload TAG FILE ({subject})"
#   parameters:
#     - name: files
#       schema: {type: array, items: {type: string, minLength: 1}, minItems: 1, uniqueItems: true}
#       default: [LICENSE, CHANGELOG.md]
#       weaker: fewer
#   allow_empty: Before there is a release of this version it has no files.
package rules.tag.release_files

import data.lib.releases
import data.parameters.tag.release_files as parameters

present contains [id, asset.name] if {
	some id, r in releases.candidate
	some asset in r.assets.value
}

wanted[sprintf("%s of release %d", [name, id])] := [id, name] if {
	some id, _ in releases.candidate
	some name in parameters.files
}

subjects contains subject if some subject, _ in wanted

holds[subject] := pair in present if some subject, pair in wanted

detail[subject] := {"evidence": {"file": pair[1]}} if {
	some subject, false in holds
	pair := wanted[subject]
}
