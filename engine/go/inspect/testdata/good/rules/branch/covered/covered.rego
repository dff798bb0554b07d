# METADATA
# title: Every release branch is covered by an active ruleset
# description: A branch without rules can be changed by anyone with write access.
# custom:
#   catalogue: BR-02
#   severity: high
#   enforcement: block
#   collections: [release-gate]
#   reads: [repository.ref_rules, repository.release_refs]
#   message: "{subject} is not covered by an active ruleset"
#   fix: {click: "Mend {subject}", command: ""}
package rules.branch.covered

import data.lib.refs

subjects contains b if some b in refs.branches

holds[b] := b in object.keys(refs.rules_of) if some b in refs.branches
