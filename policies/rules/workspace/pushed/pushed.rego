# METADATA
# title: What is checked out was pushed, and nothing newer is there
# description: A commit that only one machine has cannot be reviewed; one that lags behind its upstream releases what was replaced since.
# custom:
#   catalogue: WS-02
#   severity: high
#   enforcement: block
#   collections: [workspace, strict]
#   reads: [workspace.upstream]
#   handles: []
#   identity: [ahead, behind]
#   controls: []
#   references:
#     - https://git-scm.com/docs/git-rev-list
#   message: "{subject} is not the commit its upstream has"
#   fix:
#     command: "git status --short --branch"
#     click: "Push what is ahead, pull what is behind, fetch, and collect the audit again"
#   parameters: []
package rules.workspace.pushed

subject := "HEAD"

subjects contains subject

holds[subject] := [up.ahead, up.behind] == [0, 0] if {
	up := input.workspace.upstream.value
}

detail[subject] := {
	"message": sprintf("HEAD is %d commits ahead of %s and %d behind", [up.ahead, up.ref, up.behind]),
	"evidence": {"branch": up.branch, "upstream": up.ref, "ahead": up.ahead, "behind": up.behind},
} if {
	up := input.workspace.upstream.value
	holds[subject] == false
}
