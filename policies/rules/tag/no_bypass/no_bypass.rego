# METADATA
# title: No bypass actor on any ruleset that keeps release tags in place
# description: Whoever may bypass it can move a release tag to a commit nobody judged; what was approved is then not what is published.
# custom:
#   catalogue: TG-01
#   severity: high
#   enforcement: block
#   collections: [release-gate, strict, minimal, osps-baseline-2, osps-baseline-3]
#   reads: [repository.ref_rules, "repository.ref_rules[].definition"]
#   handles: ["repository.ref_rules[].bypass"]
#   identity: [ruleset, level]
#   controls: [OSPS-BR-02.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets
#     - https://docs.github.com/en/rest/repos/rules
#   message: "Tag ruleset {subject} lets someone bypass it"
#   fix:
#     command: "gh api -X PUT 'repos/{repository}/rulesets/{subject}' -F 'bypass_actors[]'"
#     click: "Settings > Rules > Rulesets: restrict creations in a ruleset of its own whose bypass list names who releases, and remove every entry of the bypass list here"
#   parameters: []
#   allow_empty: Without a tag ruleset there is nothing to bypass; tag.protected judges whether anything keeps the tags in place.
package rules.tag.no_bypass

# A ruleset that only restricts creation must let somebody create the release tags.
judged[r.id] := r if {
	some r in input.repository.ref_rules.value
	r.target == "tag"
	r.enforcement == "active"
	count(r.definition.value.matches) > 0
	true in [r.definition.value.forbids.update, r.definition.value.forbids.deletion]
}

subjects contains id if some id, _ in judged

holds[id] := count(r.bypass.value) == 0 if some id, r in judged

detail[id] := {
	"message": sprintf("Tag ruleset %s (%s) lets someone bypass it", [id, r.name]),
	"evidence": {"ruleset": r.name, "level": r.level},
} if {
	some id, false in holds
	r := judged[id]
}
