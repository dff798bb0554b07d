# METADATA
# title: Every release tag names a commit that a release branch contains
# description: A tag may name any commit, also one that was pushed to a branch nobody watches; what is released from it was reviewed by nobody, however well the release branches are protected.
# custom:
#   catalogue: TG-02
#   severity: high
#   enforcement: block
#   collections: [strict, publish-path, osps-baseline-2, osps-baseline-3]
#   reads: [repository.release_tags]
#   handles: ["repository.release_tags[].on_release_branch"]
#   identity: [commit]
#   controls: [OSPS-BR-02.01]
#   references:
#     - https://docs.github.com/en/rest/commits/commits#compare-two-commits
#     - https://docs.github.com/en/rest/git/tags
#   message: "{subject} names a commit that is on no release branch"
#   fix:
#     command: ""
#     click: "Delete the tag, merge the commit into a release branch by a reviewed pull request, and tag the merged commit ({subject})"
#   parameters: []
#   allow_empty: Before the first release there is no tag to judge.
package rules.tag.on_release_branch

subjects contains t.ref if some t in input.repository.release_tags.value

holds[t.ref] := t.on_release_branch.value if some t in input.repository.release_tags.value

detail[t.ref] := {"evidence": {"commit": t.commit}} if {
	some t in input.repository.release_tags.value
	holds[t.ref] == false
}
