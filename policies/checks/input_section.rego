# METADATA
# title: A rule names the section of the input it reads
# description: A reference to input, or to all of a part of it, reads everything, and nobody can say what must be readable.
# custom:
#   fix: Write input.repository.<section>, or whichever section is meant.
package checks.input_section

import data.checks_library as checks

violations contains checks.violation("input_section", w, message, fix) if {
	checks.is_policy
	some w in input.package.wholes
	message := sprintf("%s uses %s without a section", [w.rule, w.path])
	fix := sprintf("name the section: %s.<section>", [w.path])
}
