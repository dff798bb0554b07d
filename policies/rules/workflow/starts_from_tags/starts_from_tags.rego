# METADATA
# title: Publishing starts only from the release tags
# description: Whatever else starts the workflow, a branch, a button, a schedule, publishes what no release tag names.
# custom:
#   catalogue: WF-15
#   severity: high
#   enforcement: block
#   collections: [publish-path, supply-chain]
#   reads: [workspace.workflows, workspace.workflows.routes]
#   handles: []
#   identity: [file, event]
#   controls: []
#   references:
#     - https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
#     - https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax
#   message: "{subject}: the publish can start from something else than a release tag"
#   fix:
#     command: ""
#     click: "In {subject}: start it by push with only the release tag patterns, or keep the job to them with if startsWith(github.ref, 'refs/tags/…')"
#   parameters: []
package rules.workflow.starts_from_tags

import data.lib.workflows
import data.project

patterns := {tag | some tag in project.release_tags}

# The beginnings of refs that a pattern such as v* stands for.
prefixes := {sprintf("refs/tags/%s", [trim_suffix(tag, "*")]) | some tag in patterns; regex.match(`^[^*?+!\[\]]+\*$`, tag)}

# A call from another repository runs there and publishes nothing from here; calls in this one are ways of their own.
starts := {sprintf("%s on %s", [r.id, t.event]): {"route": r, "trigger": t} |
	some r in workflows.release
	some t in r.triggers
	t.is_call == false
}

applies := count(input.workspace.workflows.value.files) > 0

subjects contains subject if some subject, _ in starts

kept := {subject | some subject, s in starts; some p in s.route.ref_prefixes; p in prefixes}

tagged := {subject |
	some subject, s in starts
	s.trigger.only_tags == true
	count({t | some t in s.trigger.tags} - patterns) == 0
}

from_tags := kept | tagged

holds[subject] := subject in from_tags if some subject, _ in starts

detail[subject] := {"evidence": {"file": s.route.entry, "event": s.trigger.event, "line": s.trigger.line}} if {
	some subject, false in holds
	s := starts[subject]
}
