# METADATA
# title: What a rule handles is read at the top level of holds, as .value
# description: Only there does an unreadable observation leave its subject undecided. Inside not, a comprehension, every, a template string, a helper or a function it disappears, and the subject passes.
# custom:
#   fix: Read the value directly in the body of holds, or list the observation under reads.
package checks.handles_context

import data.checks_library as checks

violations contains checks.violation("handles_context", r, message, fix) if {
	checks.is_rule
	some r in input.package.reads
	r.observation in checks.declared("handles")
	not decides_nothing(r)
	not stands_at_the_top(r)
	message := sprintf("%s is read %s", [r.observation, place(r)])
	fix := "read its .value at the top level of a holds body, or list it under custom.reads"
}

# what only feeds the message and the evidence of a violation cannot open a gate
decides_nothing(r) if r.serves == ["detail"]

stands_at_the_top(r) if {
	r.role == "holds"
	r.part == "value"
	count(r.nesting) == 0
	count({s | some s in r.serves} - {"holds", "detail"}) == 0
}

place(r) := sprintf("as .%s in %s", [r.part, r.role]) if {
	count(r.nesting) == 0
}

place(r) := sprintf("as .%s inside %s in %s", [r.part, concat(" in ", r.nesting), r.role]) if {
	count(r.nesting) > 0
}
