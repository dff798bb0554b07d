# METADATA
# title: METADATA of a rule stands above its package line
# description: Below it the block belongs to one definition; the package then has none of the keys that the host reads.
# custom:
#   fix: Move the block above the package line; write about a single definition in plain comments.
package checks.metadata_misplaced

import data.checks_library as checks

violations contains checks.violation("metadata_misplaced", a, message, fix) if {
	checks.is_rule
	some a in input.package.annotations
	not a.scope in {"package", "subpackages"}
	message := sprintf("METADATA of scope %s belongs to %s, not to the package", [a.scope, a.target])
	fix := "move it above the package line, or make it a plain comment"
}
