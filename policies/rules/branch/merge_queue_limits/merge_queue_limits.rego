# METADATA
# title: A merge queue brings in few changes at a time, as declared
# description: The more changes a queue brings in together, the less anybody sees which of them broke the branch; one that squashes or rebases makes commits that no author signed.
# custom:
#   catalogue: BR-31
#   severity: low
#   enforcement: inform
#   collections: [informational]
#   reads: [repository.ref_rules, "repository.ref_rules[].definition"]
#   handles: ["repository.ref_rules[].definition.queue"]
#   identity: [ruleset, setting]
#   controls: []
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue
#     - https://docs.github.com/en/rest/repos/rules
#   message: "Ruleset {subject}: the setting of its merge queue is not as the policy declares it"
#   fix:
#     command: ""
#     click: "Settings > Rules > Rulesets: on the ruleset, under Require merge queue, set what is named as declared ({subject})"
#   parameters:
#     - name: methods
#       schema: {type: array, items: {type: string, enum: [merge, squash, rebase]}, minItems: 1, uniqueItems: true}
#       default: [merge, squash]
#       weaker: more
#     - name: checked_at_once
#       schema: {type: integer, minimum: 1, maximum: 100}
#       default: 10
#       weaker: higher
#     - name: merged_at_once
#       schema: {type: integer, minimum: 1, maximum: 100}
#       default: 5
#       weaker: higher
#     - name: waited_for
#       schema: {type: integer, minimum: 1, maximum: 100}
#       default: 5
#       weaker: higher
#     - name: wait_minutes
#       schema: {type: integer, minimum: 0, maximum: 360}
#       default: 60
#       weaker: higher
#     - name: check_minutes
#       schema: {type: integer, minimum: 1, maximum: 360}
#       default: 60
#       weaker: higher
#   allow_empty: Where no ruleset of a release branch has a merge queue, none is set otherwise than declared; branch.merge_queue judges whether there is one.
package rules.branch.merge_queue_limits

import data.parameters.branch.merge_queue_limits as parameters

judged[r.id] := r if {
	some r in input.repository.ref_rules.value
	r.target == "branch"
	r.enforcement == "active"
	count(r.definition.value.matches) > 0
	"merge_queue" in r.definition.value.other_rules
}

settings := {"method", "checked_at_once", "merged_at_once", "waited_for", "wait_minutes", "check_minutes"}

named[sprintf("%s: %s", [id, setting])] := {"ruleset": r, "setting": setting} if {
	some id, r in judged
	some setting in settings
}

subjects contains subject if some subject, _ in named

holds[sprintf("%s: method", [id])] := r.definition.value.queue.value.method in parameters.methods if some id, r in judged

holds[sprintf("%s: checked_at_once", [id])] := r.definition.value.queue.value.checked_at_once <= parameters.checked_at_once if some id, r in judged

holds[sprintf("%s: merged_at_once", [id])] := r.definition.value.queue.value.merged_at_once <= parameters.merged_at_once if some id, r in judged

holds[sprintf("%s: waited_for", [id])] := r.definition.value.queue.value.waited_for <= parameters.waited_for if some id, r in judged

holds[sprintf("%s: wait_minutes", [id])] := r.definition.value.queue.value.wait_minutes <= parameters.wait_minutes if some id, r in judged

holds[sprintf("%s: check_minutes", [id])] := r.definition.value.queue.value.check_minutes <= parameters.check_minutes if some id, r in judged

detail[subject] := {"evidence": {"ruleset": n.ruleset.name, "setting": n.setting}} if {
	some subject, n in named
	holds[subject] == false
}
