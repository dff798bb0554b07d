# METADATA
# title: A release ref that rulesets reach is covered by one of them as a whole
# description: A ruleset for release/1.* leaves release/2.0 open although releases are cut from release/*; whoever may push creates the branch that nobody thought of.
# custom:
#   catalogue: BR-29
#   severity: high
#   enforcement: block
#   collections: [strict, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [repository.ref_rules, "repository.ref_rules[].definition"]
#   handles: []
#   identity: [ref]
#   controls: [OSPS-AC-03.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/creating-rulesets-for-a-repository
#     - https://docs.github.com/en/rest/repos/rules
#   message: "No active ruleset covers all of {subject}; those that reach it leave a part open"
#   fix:
#     command: ""
#     click: "Settings > Rules > Rulesets: write the include pattern of one ruleset so that it covers all of {subject}, and remove what it excludes of it"
#   parameters: []
#   allow_empty: Where no active ruleset reaches a release ref there is none to be whole; branch.default_protected, branch.release_protected and tag.protected judge whether anything protects it.
package rules.branch.rulesets_cover

active[r.id] := r if {
	some r in input.repository.ref_rules.value
	r.enforcement == "active"
}

covered contains ref if {
	some r in active
	some ref in r.definition.value.matches
}

reaching[ref] contains r.name if {
	some r in active
	some ref in r.definition.value.partly
}

reaching[ref] contains r.name if {
	some r in active
	some ref in r.definition.value.punctured
}

subjects contains ref if some ref in covered

subjects contains ref if some ref, _ in reaching

holds[ref] := ref in covered if some ref in subjects

detail[ref] := {"evidence": {"ref": ref, "rulesets": sort(names)}} if {
	some ref, names in reaching
	holds[ref] == false
}
