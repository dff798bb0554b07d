# METADATA
# title: The release tag is annotated and names the commit that is checked out
# description: A tag that names another commit releases something else; one that is not annotated says neither who made it nor when.
# custom:
#   catalogue: WS-03
#   severity: high
#   enforcement: block
#   collections: [workspace, strict, osps-baseline-2, osps-baseline-3]
#   reads: [workspace.release_tag]
#   handles: []
#   identity: [tag]
#   controls: [OSPS-BR-02.01]
#   references:
#     - https://git-scm.com/docs/git-tag
#   message: "The {subject} does not exist, is not annotated, or names another commit"
#   fix:
#     command: ""
#     click: "Make an annotated tag of the release at the commit that is released, and collect the audit again"
#   parameters: []
package rules.workspace.tag_at_head

subject := "release tag"

subjects contains subject

holds[subject] := [tag.exists, tag.annotated, tag.at_head] == [true, true, true] if {
	tag := input.workspace.release_tag.value
}

problems contains "does not exist" if input.workspace.release_tag.value.exists == false

problems contains "is not annotated" if {
	[input.workspace.release_tag.value.exists, input.workspace.release_tag.value.annotated] == [true, false]
}

problems contains "names another commit" if {
	[input.workspace.release_tag.value.exists, input.workspace.release_tag.value.at_head] == [true, false]
}

detail[subject] := {
	"message": sprintf("%s %s", [input.workspace.release_tag.value.ref, concat(" and ", sort(problems))]),
	"evidence": {"tag": input.workspace.release_tag.value.ref, "problems": [p | some p in problems]},
} if {
	holds[subject] == false
}
