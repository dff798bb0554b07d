# METADATA
# title: Every rule has METADATA for its package
# description: Without it nothing says how bad a violation is, what the rule reads, or how to mend it; the rule would not be judged at all.
# custom:
#   fix: Write a METADATA block directly above the package line.
package checks.metadata_missing

import data.checks_library as checks

violations contains checks.violation("metadata_missing", checks.top, message, fix) if {
	checks.is_rule
	count(checks.metadata) == 0
	message := sprintf("package %s has no METADATA of its own", [checks.path])
	fix := "write # METADATA in the first column above the package line, with title, description and custom"
}
