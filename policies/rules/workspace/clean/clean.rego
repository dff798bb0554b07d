# METADATA
# title: The work tree is what was committed
# description: What is built from a changed work tree is in no commit; nobody can review it or build it again.
# custom:
#   catalogue: WS-01
#   severity: high
#   enforcement: block
#   collections: [workspace, strict]
#   reads: [workspace.work_tree]
#   handles: []
#   identity: [changes]
#   controls: []
#   references:
#     - https://git-scm.com/docs/git-status
#   message: "The {subject} differs from the commit that is checked out"
#   fix:
#     command: "git status --short --branch"
#     click: "Commit the changes and begin the release again from that commit, or discard them"
#   parameters: []
package rules.workspace.clean

subject := "work tree"

subjects contains subject

holds[subject] := input.workspace.work_tree.value.changes == 0

detail[subject] := {
	"message": sprintf("%d files of the work tree differ from the commit, the first is %s", [
		input.workspace.work_tree.value.changes,
		input.workspace.work_tree.value.first_changes[0].path,
	]),
	"evidence": {
		"changes": input.workspace.work_tree.value.changes,
		"files": [sprintf("%s %s", [c.state, c.path]) | some c in input.workspace.work_tree.value.first_changes],
	},
} if {
	holds[subject] == false
}
