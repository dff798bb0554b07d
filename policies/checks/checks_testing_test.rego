# A package that every check accepts, to be changed by the tests.
package checks_testing

at := {"file": "rules/branch/no_bypass/no_bypass.rego", "row": 7, "column": 3}

custom := {
	"catalogue": "BR-19",
	"severity": "high",
	"enforcement": "block",
	"collections": ["release-gate"],
	"reads": ["repository.ref_rules"],
	"handles": ["repository.ref_rules[].bypass"],
	"message": "{subject} lets someone bypass it",
	"fix": {"click": "Remove every bypass actor", "command": ""},
}

annotation := object.union(at, {
	"scope": "package",
	"title": "No bypass actor",
	"description": "Whoever may bypass the ruleset is not bound by it.",
	"custom": custom,
	"keys": ["title", "description", "custom"],
	"schemas": false,
	"entrypoint": false,
	"target": "data.rules.branch.no_bypass",
})

read := object.union(at, {
	"observation": "repository.ref_rules[].bypass",
	"part": "value",
	"rule": "data.rules.branch.no_bypass.holds",
	"role": "holds",
	"serves": ["detail", "holds"],
	"nesting": [],
})

rule(name, kind, depth) := object.union(at, {"name": name, "kind": kind, "depth": depth, "default": false})

good := {
	"path": "data.rules.branch.no_bypass",
	"kind": "rule",
	"files": [{"file": "rules/branch/no_bypass/no_bypass.rego", "row": 5, "column": 1}],
	"annotations": [annotation],
	"metadata_marks": [object.union(at, {"text": "METADATA", "exact": true, "below_package": false})],
	"rules": [rule("subjects", "partial_set", 0), rule("holds", "partial_object", 1)],
	"answers": [{"name": "subjects", "uses": []}, {"name": "holds", "uses": []}],
	"imports": [],
	"builtins": ["count"],
	"data": [],
	"paths": ["input.repository.ref_rules.value"],
	"observations": ["repository.ref_rules", "repository.ref_rules[].bypass"],
	"reads": [read],
	"comparisons": [],
	"calls": [],
	"dynamic_keys": [],
	"wholes": [],
	"unresolved": [],
	"withs": [],
	"negations": [],
}

given(changes) := {"package": object.union(good, changes)}

# the good package with other METADATA under custom
given_custom(changes) := given({"annotations": [object.union(annotation, {"custom": object.union(custom, changes)})]})

# the good package without a key under custom
without_custom(key) := given({"annotations": [changed]}) if {
	changed := json.patch(annotation, [{"op": "remove", "path": concat("", ["/custom/", key])}])
}

accepted := given({})

nothing := {"paths": [], "literals": [], "parameters": [], "computed": false, "textual": false, "unknown": false}

path(type) := object.union(nothing, {"paths": [{"path": "input.x", "types": [type]}]})

enum(values) := object.union(nothing, {"paths": [{"path": "input.x", "types": ["string"], "enum": values}]})

literal(value) := object.union(nothing, {"literals": [value]})

comparison(left, operator, right) := given({"comparisons": [object.union(at, {
	"operator": operator,
	"left": left,
	"right": right,
	"rule": "data.rules.branch.no_bypass.holds",
})]})

call(changes) := given({"calls": [object.union(
	object.union(at, {
		"function": "regex.match",
		"on_input": false,
		"paths": [],
		"text_paths": [],
		"textual": false,
		"patterns": ["^a$"],
		"literal": true,
		"anchored": true,
		"pattern_input": false,
		"rule": "data.rules.branch.no_bypass.holds",
	}),
	changes,
)]})

# a use of something, as the inspection lists it
use(fields) := object.union(object.union(at, {"rule": "data.rules.branch.no_bypass.holds"}), fields)
