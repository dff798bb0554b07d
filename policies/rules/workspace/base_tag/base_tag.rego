# METADATA
# title: The tag of the release before exists and leads to this one
# description: Notes, range checks and reviews speak of what came since the base; a base that is no ancestor makes them speak of something else.
# custom:
#   catalogue: WS-07
#   severity: medium
#   enforcement: warn
#   collections: [workspace, strict, osps-baseline-2, osps-baseline-3]
#   reads: [workspace.base_tag]
#   handles: []
#   identity: [tag]
#   controls: [OSPS-BR-04.01]
#   references:
#     - https://git-scm.com/docs/git-merge-base
#   message: "The {subject} does not exist or is no ancestor of what is released"
#   fix:
#     command: ""
#     click: "Name the tag of the release before this one with --base-tag, and collect the audit again"
#   parameters: []
package rules.workspace.base_tag

subject := "base tag"

subjects contains subject

holds[subject] := [tag.exists, tag.is_ancestor] == [true, true] if {
	tag := input.workspace.base_tag.value
}

detail[subject] := {"evidence": {"tag": tag.ref, "exists": tag.exists, "ancestor": tag.is_ancestor}} if {
	tag := input.workspace.base_tag.value
	holds[subject] == false
}
