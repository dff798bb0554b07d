# METADATA
# title: Every commit since the last release was approved by somebody who did not write it
# description: Settings say what should happen to a change; whether anybody else looked at what is released is seen only in what did happen.
# custom:
#   catalogue: BR-36
#   severity: high
#   enforcement: block
#   collections: [strict, osps-baseline-3]
#   reads: [repository.reviews]
#   handles: []
#   identity: [commit]
#   controls: [OSPS-QA-07.01]
#   references:
#     - https://docs.github.com/en/pull-requests/collaborating-with-pull-requests/reviewing-changes-in-pull-requests/about-pull-request-reviews
#   message: "Nobody but its authors approved commit {subject}"
#   fix:
#     command: ""
#     click: "Revert commit {subject} and bring it back by a pull request that somebody else approves after its last push; merge by squash or merge commit, so that whoever merges is no author of it"
#   parameters: []
package rules.branch.reviewed

range := input.repository.reviews.value

# What counts is the last word of a person, about what was merged, said before it was, by somebody who may push.
approvers[c.commit] := {r.reviewer_id |
	some p in c.pulls
	some r in p.reviews
	[r.state, r.is_final, r.is_in_time, r.may_push] == ["APPROVED", true, true, true]
	not r.reviewer_id in ({p.author_id} | {id | some id in c.author_ids})
} if {
	some c in range.commits
}

subjects contains c.commit if some c in range.commits

# An author without an account could be anybody, the approver too.
holds[c.commit] := [c.has_unknown_author, count(approvers[c.commit]) > 0] == [false, true] if some c in range.commits

detail[c.commit] := {
	"message": sprintf("Commit %s: %s", [substring(c.commit, 0, 12), reason(c)]),
	"evidence": {
		"commit": c.commit,
		"since": range.base,
		"authors": c.author_ids,
		"pull_requests": [p.number | some p in c.pulls],
	},
} if {
	some c in range.commits
	holds[c.commit] == false
}

reason(c) := "an author of it has no account, so nobody can be said to be somebody else" if c.has_unknown_author

else := "it came without a pull request" if count(c.pulls) == 0

else := "nobody but its authors approved what was merged"
