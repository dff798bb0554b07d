# METADATA
# title: Every release tag is annotated and its signature verified
# description: A lightweight or unsigned tag says neither who made it nor when; whoever may push one releases under everybody's name.
# custom:
#   catalogue: TG-03
#   severity: medium
#   enforcement: warn
#   collections: [strict, supply-chain, osps-baseline-2, osps-baseline-3]
#   reads: [repository.release_tags]
#   handles: ["repository.release_tags[].signature"]
#   identity: [commit]
#   controls: [OSPS-BR-06.01]
#   references:
#     - https://docs.github.com/en/rest/git/tags
#     - https://docs.github.com/en/authentication/managing-commit-signature-verification/about-commit-signature-verification
#   message: "{subject} is not annotated, or nobody's verified signature is on it"
#   fix:
#     command: ""
#     click: "Make release tags with git tag --sign, and add the public key to the account of whoever signs ({subject})"
#   parameters: []
#   allow_empty: Before the first release there is no tag to judge.
package rules.tag.signed

subjects contains t.ref if some t in input.repository.release_tags.value

holds[t.ref] := [t.annotated, t.signature.value.verified] == [true, true] if some t in input.repository.release_tags.value

detail[t.ref] := {"evidence": {"commit": t.commit}} if {
	some t in input.repository.release_tags.value
	holds[t.ref] == false
}
