# METADATA
# title: No bypass actor on any ruleset that protects a release branch
# description: Whoever may bypass the ruleset can change a release branch without review; every other setting is then decoration.
# custom:
#   catalogue: BR-19
#   severity: high
#   enforcement: block
#   collections: [release-gate, strict, minimal, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [repository.ref_rules, "repository.ref_rules[].definition"]
#   handles: ["repository.ref_rules[].bypass"]
#   identity: [ruleset, level]
#   controls: [OSPS-AC-03.01, OSPS-QA-07.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets
#     - https://docs.github.com/en/rest/repos/rules
#   message: "Ruleset {subject} lets someone bypass it"
#   fix:
#     command: "gh api -X PUT 'repos/{repository}/rulesets/{subject}' -F 'bypass_actors[]'"
#     click: "Settings > Rules > Rulesets: remove every entry of the bypass list (an organization's ruleset: in the organization's settings)"
#   parameters: []
#   allow_empty: Without a ruleset there is nothing to bypass; branch.release_protected judges whether anything protects the branch.
package rules.branch.no_bypass

# Only branches: a tag ruleset that restricts creation must let somebody create the release tags.
judged[r.id] := r if {
	some r in input.repository.ref_rules.value
	r.target == "branch"
	r.enforcement == "active"
	count(r.definition.value.matches) > 0
}

subjects contains id if some id, _ in judged

holds[id] := count(r.bypass.value) == 0 if some id, r in judged

detail[id] := {
	"message": sprintf("Ruleset %s (%s) lets someone bypass it", [id, r.name]),
	"evidence": {"ruleset": r.name, "level": r.level},
} if {
	some id, false in holds
	r := judged[id]
}
