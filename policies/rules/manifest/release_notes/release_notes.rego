# METADATA
# title: The release of this version says what is in it
# description: Users who are not told what changed cannot tell a repair from a break-in; a release without a word looks like one that somebody else made.
# custom:
#   catalogue: MF-18
#   severity: low
#   enforcement: inform
#   collections: [informational, osps-baseline-2, osps-baseline-3]
#   reads: [repository.releases, "repository.releases[].of_manifest"]
#   handles: ["repository.releases[].has_notes"]
#   identity: [release]
#   controls: [OSPS-BR-04.01]
#   references:
#     - https://docs.github.com/en/repositories/releasing-projects-on-github/automatically-generated-release-notes
#     - https://docs.github.com/en/rest/releases/releases
#   message: "{subject} has no notes"
#   fix:
#     command: ""
#     click: "Releases > the release > Edit: write what changed and what users must do ({subject})"
#   parameters: []
#   allow_empty: Before there is a release of this version it has no notes; manifest.changelog_entry judges the changelog.
package rules.manifest.release_notes

import data.lib.releases

subjects contains sprintf("release %d", [id]) if some id, _ in releases.candidate

holds[sprintf("release %d", [id])] := r.has_notes.value if some id, r in releases.candidate

detail[subject] := {"evidence": {"release": r.tag}} if {
	some id, r in releases.candidate
	subject := sprintf("release %d", [id])
	holds[subject] == false
}
