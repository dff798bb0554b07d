# METADATA
# title: A rule decides on values, not on how they were read
# description: Status, detail, evidence and partial exist when the value does not; a rule that looks at them can pass on what was never read. The host looks at them for the rule.
# custom:
#   fix: Read .value; let reads and handles say what must be readable.
package checks.observation_parts

import data.checks_library as checks

parts := {"status", "detail", "evidence", "partial", "because", "dynamic"}

violations contains checks.violation("observation_parts", r, message, fix) if {
	checks.is_rule
	some r in input.package.reads
	r.part in parts
	r.serves != ["detail"]
	message := sprintf("%s decides on the %s of %s", [r.rule, r.part, r.observation])
	fix := "read .value; the host sees to it that it was read"
}
