# METADATA
# title: No ruleset excludes a release ref that it includes
# description: An exclude pattern takes refs out of a ruleset again; a release ref that falls through the hole is protected on paper only.
# custom:
#   catalogue: BR-29
#   severity: high
#   enforcement: block
#   collections: [release-gate, strict, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [repository.ref_rules, "repository.ref_rules[].definition"]
#   handles: []
#   identity: [excluded]
#   controls: [OSPS-AC-03.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/creating-rulesets-for-a-repository
#     - https://docs.github.com/en/rest/repos/rules
#   message: "Ruleset {subject} excludes a release ref that it includes"
#   fix:
#     command: ""
#     click: "Settings > Rules > Rulesets: remove the exclude pattern that takes the release ref out of the ruleset"
#   parameters: []
#   allow_empty: Without a ruleset there is no pattern to judge; branch.release_protected and tag.protected judge whether anything protects the refs.
package rules.branch.rulesets_whole

judged[r.id] := r if {
	some r in input.repository.ref_rules.value
	count(r.definition.value.matches) + count(r.definition.value.punctured) > 0
}

subjects contains id if some id, _ in judged

holds[id] := count(r.definition.value.punctured) == 0 if some id, r in judged

detail[id] := {
	"message": sprintf("Ruleset %s (%s) excludes %s", [id, r.name, concat(", ", sort(r.definition.value.punctured))]),
	"evidence": {"ruleset": r.name, "excluded": sort(r.definition.value.punctured)},
} if {
	some id, false in holds
	r := judged[id]
}
