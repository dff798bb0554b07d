# METADATA
# title: No METADATA speaks for packages below
# description: With scope subpackages one file would set severity and message of rules in other files, and of rules that do not exist yet.
# custom:
#   fix: Give every rule its own METADATA.
package checks.metadata_subpackages

import data.checks_library as checks

violations contains checks.violation("metadata_subpackages", a, message, fix) if {
	checks.is_policy
	some a in input.package.annotations
	a.scope == "subpackages"
	message := "METADATA of scope subpackages speaks for other packages"
	fix := "remove the scope and give every rule its own METADATA"
}
