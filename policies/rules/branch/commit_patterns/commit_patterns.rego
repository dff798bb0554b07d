# METADATA
# title: The declared patterns of commits are demanded on release branches
# description: A pattern that was loosened by one character lets in the commits it was there to keep out, and the settings page looks as before.
# custom:
#   catalogue: BR-33
#   severity: low
#   enforcement: inform
#   collections: [informational]
#   reads:
#     - repository.release_refs
#     - repository.ref_rules
#     - "repository.ref_rules[].definition"
#     - "repository.ref_rules[].definition.patterns"
#   handles: []
#   identity: [ref, about, operator, pattern, negate]
#   controls: []
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#     - https://docs.github.com/en/rest/repos/rules
#   message: "{subject}: no active ruleset demands this very pattern"
#   fix:
#     command: ""
#     click: "Settings > Rules > Rulesets: on the ruleset of the branch, under Restrict commit metadata, write the pattern as declared ({subject})"
#   parameters:
#     - name: expected
#       schema:
#         type: array
#         items:
#           type: object
#           additionalProperties: false
#           required: [about, operator, pattern, negate]
#           properties:
#             about: {type: string, enum: [message, author, committer]}
#             operator: {type: string, enum: [starts_with, ends_with, contains, regex]}
#             pattern: {type: string, minLength: 1, maxLength: 4096}
#             negate: {type: boolean}
#         maxItems: 100
#         uniqueItems: true
#       default: []
#       weaker: fewer
package rules.branch.commit_patterns

import data.parameters.branch.commit_patterns as parameters

applies := count(parameters.expected) > 0

demanded contains [ref, p.about, p.operator, p.pattern, p.negate] if {
	some r in input.repository.ref_rules.value
	r.enforcement == "active"
	some ref in r.definition.value.matches
	some p in r.definition.value.patterns.value
}

asked[sprintf("%s: %s %s %s%s", [ref.ref, e.about, e.operator, words[e.negate], e.pattern])] := [ref.ref, e.about, e.operator, e.pattern, e.negate] if {
	some ref in input.repository.release_refs.value
	ref.kind == "branch"
	some e in parameters.expected
}

words := {true: "not ", false: ""}

subjects contains subject if some subject, _ in asked

holds[subject] := one in demanded if some subject, one in asked

detail[subject] := {"evidence": {"ref": one[0], "about": one[1], "operator": one[2], "pattern": one[3], "negate": one[4]}} if {
	some subject, one in asked
	holds[subject] == false
}
