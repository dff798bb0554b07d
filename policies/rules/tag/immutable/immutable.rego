# METADATA
# title: Published releases cannot be changed
# description: Without it whoever may write can move the tag of a release or exchange its files after everybody has checked them.
# custom:
#   catalogue: TG-04
#   severity: high
#   enforcement: warn
#   collections: [strict, supply-chain, osps-baseline-2, osps-baseline-3]
#   reads: [repository.immutable_releases]
#   handles: []
#   identity: []
#   controls: [OSPS-BR-06.01]
#   references:
#     - https://docs.github.com/en/code-security/supply-chain-security/understanding-your-software-supply-chain/immutable-releases
#   message: "New releases of this repository can be changed after they are published"
#   fix:
#     command: "gh api -X PUT 'repos/{repository}/immutable-releases'"
#     click: "Settings > General > Releases: select Enable release immutability"
#   parameters: []
package rules.tag.immutable

subject := "immutable releases"

subjects contains subject

holds[subject] := input.repository.immutable_releases.value.enabled
