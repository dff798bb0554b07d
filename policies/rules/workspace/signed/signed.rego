# METADATA
# title: Somebody whom the anchor names signed the release tag or its commit
# description: Whoever stole a password can push a tag under any name; without a verified signature nobody can tell it from that of the people who release.
# custom:
#   catalogue: WS-04
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-2, osps-baseline-3]
#   reads: [workspace.signed]
#   handles: []
#   identity: [signed]
#   controls: [OSPS-BR-06.01]
#   references:
#     - https://git-scm.com/docs/git-tag
#     - https://man.openbsd.org/ssh-keygen.1
#   message: "The {subject} is not signed by somebody whom the anchor names"
#   fix:
#     command: ""
#     click: "Sign the tag (git tag -s) with SSH or OpenPGP, by a key under release_signers of the anchor, and collect the audit again"
#   parameters: []
package rules.workspace.signed

subject := "release tag or its commit"

subjects contains subject

holds[subject] := input.workspace.signed.value.trusted

detail[subject] := {"evidence": {"signed": input.workspace.signed.value.by}} if holds[subject] == false
