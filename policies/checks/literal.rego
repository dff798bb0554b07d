# METADATA
# title: A literal is one of the values that the schema allows
# description: "A misspelt word is never equal to anything: the condition is always false, and its negation always true. The type checker sees neither enums nor function arguments."
# custom:
#   fix: Use a value of the schema, which the message names.
package checks.literal

import data.checks_library as checks

# each side that has input paths, with the literals on the other side
meetings contains {"at": c, "paths": c.left.paths, "literals": c.right.literals} if some c in input.package.comparisons

meetings contains {"at": c, "paths": c.right.paths, "literals": c.left.literals} if some c in input.package.comparisons

violations contains checks.violation("literal", m.at, message, fix) if {
	checks.is_policy
	some m in meetings
	count(m.paths) > 0
	count([p | some p in m.paths; p.enum]) == count(m.paths)
	values := {v | some p in m.paths; some v in p.enum}
	some literal in m.literals
	not literal in values
	message := sprintf("%s is never %s", [checks.text({p.path | some p in m.paths}), json.marshal(literal)])
	fix := sprintf("the schema allows %s", [concat(", ", sort([json.marshal(v) | some v in values]))])
}

violations contains checks.violation("literal", m.at, message, fix) if {
	checks.is_policy
	some m in meetings
	count(m.paths) > 0
	types := {t | some p in m.paths; some t in p.types}
	count(types) > 0
	some literal in m.literals
	count(types & names(literal)) == 0
	message := sprintf("%s is a %s and never %s", [checks.text({p.path | some p in m.paths}), checks.text(types), json.marshal(literal)])
	fix := "compare it with a value of its type"
}

# the names that JSON Schema has for the type of a literal
names(literal) := {
	"number": {"number", "integer"},
	"string": {"string"},
	"boolean": {"boolean"},
	"null": {"null"},
}[type_name(literal)]

violations contains checks.violation("literal", c, message, fix) if {
	checks.is_policy
	some c in input.package.comparisons
	is_plain(c.left)
	is_plain(c.right)
	left := types_of(c.left)
	right := types_of(c.right)
	count(left & right) == 0
	message := sprintf("a %s is compared with a %s", [checks.text(left), checks.text(right)])
	fix := "compare values of one type"
}

# an operand that can be nothing but a place of the input whose type is known
is_plain(side) if {
	count(side.paths) > 0
	count(side.literals) == 0
	count(side.parameters) == 0
	{side.computed, side.unknown} == {false}
	count([p | some p in side.paths; count(p.types) == 0]) == 0
}

# every integer is a number
types_of(side) := {replace(t, "integer", "number") | some p in side.paths; some t in p.types}
