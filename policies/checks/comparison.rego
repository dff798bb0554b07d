# METADATA
# title: Only numbers are compared with !=, <, <=, > and >=
# description: "OPA orders values of different types by type: null < 2 and \"0\" >= 2 are true, and the type checker does not look at these operators."
# custom:
#   fix: Compare with == or in; compare times as time.parse_rfc3339_ns.
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
