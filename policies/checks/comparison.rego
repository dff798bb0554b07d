# METADATA
# title: Only numbers are compared with !=, <, <=, > and >=
# description: "OPA orders values of different types by type, and text by its letters: null < 2, \"0\" >= 2 and \"1.10\" < \"1.9\" are true, and the type checker does not look at these operators."
# custom:
#   fix: Compare with == or in; compare times as time.parse_rfc3339_ns and versions with semver.compare.
package checks.comparison

import data.checks_library as checks

ordering := {"<", "<=", ">", ">="}

watched := ordering | {"!="}

paths(c) := {p | some side in [c.left, c.right]; some p in side.paths}

violations contains checks.violation("comparison", c, message, fix) if {
	checks.is_policy
	some c in input.package.comparisons
	c.operator in watched
	some p in paths(c)
	not is_numeric(p)
	message := sprintf("%s compares %s, which is no number, with %s", [c.rule, p.path, c.operator])
	fix := "use == or in, and deny what is left; compare times as time.parse_rfc3339_ns"
}

is_numeric(p) if {
	count(p.types) > 0
	count({t | some t in p.types} - {"integer", "number"}) == 0
}

violations contains checks.violation("comparison", c, message, fix) if {
	checks.is_policy
	some c in input.package.comparisons
	c.operator in ordering
	some side in [c.left, c.right]
	some literal in side.literals
	not is_number(literal)
	message := sprintf("%s compares with %v by %s, but it is no number", [c.rule, json.marshal(literal), c.operator])
	fix := "compare numbers with numbers"
}

violations contains checks.violation("comparison", c, message, fix) if {
	checks.is_policy
	some c in input.package.comparisons
	c.operator in watched
	true in {c.left.unknown, c.right.unknown}
	message := sprintf("%s compares by %s, and nobody can tell what", [c.rule, c.operator])
	fix := "use == or in, or compare a number that was read directly"
}

violations contains checks.violation("comparison", c, message, fix) if {
	checks.is_policy
	some c in input.package.comparisons
	c.operator in ordering
	true in {c.left.textual, c.right.textual}
	message := sprintf("%s compares text by %s", [c.rule, c.operator])
	fix := "compare times as time.parse_rfc3339_ns, versions with semver.compare, and counts as numbers"
}

violations contains checks.violation("comparison", c, message, fix) if {
	checks.is_rule
	some c in input.package.comparisons
	c.operator in ordering
	some side in [c.left, c.right]
	some path in side.parameters
	not path in numeric
	message := sprintf("%s compares %s by %s, but it is not declared as a number", [c.rule, path, c.operator])
	fix := "declare the parameter as integer or number, or compare with == or in"
}

# the places of the rule's own parameters that hold nothing but numbers
numeric contains path if {
	some c in input.package.comparisons
	some side in [c.left, c.right]
	some path in side.parameters
	some p in checks.custom.parameters
	is_below(path, sprintf("data.parameters.%s.%s", [checks.code, p.name]))
	leaves := {type | walk(p.schema, [steps, type]); is_type(steps)} - {"array", "object"}
	count(leaves) > 0
	count(leaves - {"integer", "number"}) == 0
}

is_below(path, own) if path == own

is_below(path, own) if startswith(path, concat("", [own, "."]))

is_type(steps) if steps[count(steps) - 1] == "type"
