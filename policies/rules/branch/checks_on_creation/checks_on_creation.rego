# METADATA
# title: Required checks hold for a release branch that is created, too
# description: Where they do not, anybody who may write creates a release branch at a commit that no check has seen, and releases from it.
# custom:
#   catalogue: BR-35
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-2, osps-baseline-3]
#   reads: [repository.ref_rules, "repository.ref_rules[].definition"]
#   handles: ["repository.ref_rules[].definition.details"]
#   identity: [ruleset, level]
#   controls: [OSPS-QA-03.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#     - https://docs.github.com/en/rest/repos/rules
#   message: "Ruleset {subject} does not enforce its checks on a branch that is created"
#   fix:
#     command: ""
#     click: "Settings > Rules > Rulesets: on ruleset {subject}, under Require status checks to pass, clear Do not require status checks on creation"
#   parameters: []
#   allow_empty: Where no ruleset requires checks, none is left out; branch.checks_required judges whether any is required.
package rules.branch.checks_on_creation

judged[r.id] := r if {
	some r in input.repository.ref_rules.value
	r.target == "branch"
	r.enforcement == "active"
	count(r.definition.value.matches) > 0
	r.definition.value.requires.checks.required == true
}

subjects contains id if some id, _ in judged

holds[id] := r.definition.value.details.value.checks_on_creation if some id, r in judged

detail[id] := {
	"message": sprintf("Ruleset %s (%s) does not enforce its checks on a branch that is created", [id, r.name]),
	"evidence": {"ruleset": r.name, "level": r.level},
} if {
	some id, false in holds
	r := judged[id]
}
