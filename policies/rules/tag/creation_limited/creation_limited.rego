# METADATA
# title: Not everyone who may push may create release tags
# description: Publishing starts from a tag; where the bypass list names all writers, any of them releases any commit, and the restriction is decoration.
# custom:
#   catalogue: TG-01
#   severity: high
#   enforcement: block
#   collections: [release-gate, strict, osps-baseline-2, osps-baseline-3]
#   reads: [repository.ref_rules, "repository.ref_rules[].definition"]
#   handles: ["repository.ref_rules[].bypass"]
#   identity: [ruleset, level]
#   controls: [OSPS-BR-02.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets
#     - https://docs.github.com/en/rest/repos/rules
#   message: "Tag ruleset {subject} lets everyone of a role create release tags"
#   fix:
#     command: ""
#     click: "Settings > Rules > Rulesets: in the bypass list of the tag ruleset, replace the role by the team or app that releases"
#   parameters: []
#   allow_empty: Without a ruleset that restricts creation nobody is let through one; tag.protected judges whether there is any.
package rules.tag.creation_limited

judged[r.id] := r if {
	some r in input.repository.ref_rules.value
	r.target == "tag"
	r.enforcement == "active"
	count(r.definition.value.matches) > 0
	r.definition.value.forbids.creation == true
}

subjects contains id if some id, _ in judged

# Maintainers and administrators are few; writers are not, and what a custom role may do is not known.
holds[id] := ({actor.id | some actor in bypass; actor.kind == "RepositoryRole"} - {"2", "5"}) == set() if {
	some id, r in judged
	bypass := r.bypass.value
}

detail[id] := {
	"message": sprintf("Tag ruleset %s (%s) lets everyone of a role create release tags", [id, r.name]),
	"evidence": {"ruleset": r.name, "level": r.level},
} if {
	some id, false in holds
	r := judged[id]
}
