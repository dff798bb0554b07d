# METADATA
# title: Every ruleset that names a release ref is enforced
# description: A ruleset in evaluate or disabled mode looks like protection in the settings and stops nobody.
# custom:
#   catalogue: BR-28
#   severity: high
#   enforcement: block
#   collections: [release-gate, strict, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [repository.ref_rules, "repository.ref_rules[].definition"]
#   handles: []
#   identity: [enforcement]
#   controls: [OSPS-AC-03.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/creating-rulesets-for-a-repository
#     - https://docs.github.com/en/rest/repos/rules
#   message: "Ruleset {subject} names a release ref but is not enforced"
#   fix:
#     command: "gh api -X PUT 'repos/{repository}/rulesets/{subject}' -f enforcement=active"
#     click: "Settings > Rules > Rulesets: set Enforcement status to Active, or remove the ruleset"
#   parameters: []
#   allow_empty: Without a ruleset none is left unenforced; branch.release_protected and tag.protected judge whether anything protects the refs.
package rules.branch.rulesets_active

judged[r.id] := r if {
	some r in input.repository.ref_rules.value
	count(r.definition.value.matches) > 0
}

subjects contains id if some id, _ in judged

holds[id] := r.enforcement == "active" if some id, r in judged

detail[id] := {
	"message": sprintf("Ruleset %s (%s) names a release ref but its enforcement is %s", [id, r.name, r.enforcement]),
	"evidence": {"ruleset": r.name, "enforcement": r.enforcement, "refs": r.definition.value.matches},
} if {
	some id, false in holds
	r := judged[id]
}
