# METADATA
# title: The published release of this version cannot be changed
# description: The setting counts only for what is published after it was switched on; a release from before can still be given other files.
# custom:
#   catalogue: TG-04
#   severity: high
#   enforcement: warn
#   collections: [strict, supply-chain, osps-baseline-2, osps-baseline-3]
#   reads: [repository.releases, "repository.releases[].of_manifest"]
#   handles: ["repository.releases[].immutable"]
#   identity: [tag]
#   controls: [OSPS-BR-06.01]
#   references:
#     - https://docs.github.com/en/code-security/supply-chain-security/understanding-your-software-supply-chain/immutable-releases
#   message: "The {subject} can be changed"
#   fix:
#     command: ""
#     click: "Settings > General > Releases: select Enable release immutability, then publish the release again under a new version"
#   parameters: []
#   allow_empty: Before the release is published, or while it is a draft, there is nothing to keep; tag.immutable judges the setting.
package rules.tag.release_immutable

import data.lib.releases

judged[sprintf("release %d of %s", [id, r.tag])] := r if {
	some id, r in releases.candidate
	r.draft == false
}

subjects contains subject if some subject, _ in judged

holds[subject] := r.immutable.value if some subject, r in judged

detail[subject] := {"evidence": {"tag": r.tag}} if {
	some subject, false in holds
	r := judged[subject]
}
