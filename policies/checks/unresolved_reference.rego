# METADATA
# title: Every reference below a function argument or in every is resolved
# description: "The type checker does not look there: a misspelt field is undefined, and a condition on it is never or always true."
# custom:
#   fix: Correct the spelling of the field.
package checks.unresolved_reference

import data.checks_library as checks

violations contains checks.violation("unresolved_reference", u, message, fix) if {
	checks.is_rule
	some u in input.package.unresolved
	u.reason == "missing"
	message := sprintf("%s leads nowhere: %s has no such field", [u.reference, below(u)])
	fix := "correct the spelling of the field"
}

violations contains checks.violation("unresolved_reference", u, message, fix) if {
	checks.is_rule
	some u in input.package.unresolved
	u.reason == "unknown"
	message := sprintf("nobody can tell what %s refers to", [u.reference])
	fix := "write the path out from the input, or remove the function if nothing calls it"
}

below(u) := sprintf("the schema of %s", [checks.text(u.below)]) if count(u.below) > 0

below(u) := "what the rule built" if count(u.below) == 0
