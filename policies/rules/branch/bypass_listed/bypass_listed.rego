# METADATA
# title: Nobody bypasses unseen, and whoever always may is listed
# description: An exempt actor is not even asked and leaves no trace; one who may always bypass pushes without a pull request, and nobody notices a name added to that list.
# custom:
#   catalogue: BR-20
#   severity: high
#   enforcement: block
#   collections: [strict, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [repository.ref_rules, "repository.ref_rules[].definition"]
#   handles: ["repository.ref_rules[].bypass"]
#   identity: [ruleset, level]
#   controls: [OSPS-AC-03.01, OSPS-QA-07.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/about-rulesets
#     - https://docs.github.com/en/rest/repos/rules
#   message: "Ruleset {subject} is bypassed by somebody the policy does not list"
#   fix:
#     command: ""
#     click: "Settings > Rules > Rulesets: in the bypass list of ruleset {subject}, set For pull requests only, or remove the actor; list who must always bypass in the parameter always, as kind and id"
#   parameters:
#     - name: always
#       schema: {type: array, items: {type: string, minLength: 1}, uniqueItems: true}
#       default: []
#       weaker: more
#   allow_empty: Without a ruleset there is nothing to bypass; branch.release_protected and tag.protected judge whether anything protects the refs.
package rules.branch.bypass_listed

import data.parameters.branch.bypass_listed as parameters

# Tags too: whoever bypasses the ruleset of the release tags chooses what is released.
judged[r.id] := r if {
	some r in input.repository.ref_rules.value
	r.enforcement == "active"
	count(r.definition.value.matches) > 0
}

allowed contains ["pull_request", ""]

allowed contains ["always", actor] if some actor in parameters.always

subjects contains id if some id, _ in judged

# Whoever may bypass for pull requests only is seen there; branch.no_bypass judges whether anybody may.
holds[id] := ({[actor.mode, named(actor)] | some actor in bypass} - allowed) == set() if {
	some id, r in judged
	bypass := r.bypass.value
}

named(actor) := "" if actor.mode == "pull_request"

named(actor) := sprintf("%s %s", [actor.kind, actor.id]) if actor.mode in {"always", "exempt"}

detail[id] := {
	"message": sprintf("Ruleset %s (%s) is bypassed by somebody the policy does not list", [id, r.name]),
	"evidence": {"ruleset": r.name, "level": r.level},
} if {
	some id, false in holds
	r := judged[id]
}
