# METADATA
# title: A rule does not read other rules
# description: An undecided rule would silently become part of the answer of another, and neither could be left out.
# custom:
#   fix: Move the shared judgement into a package below lib.
package checks.other_rules

import data.checks_library as checks

violations contains checks.violation("other_rules", d, message, fix) if {
	checks.is_policy
	some d in input.package.data
	d.kind == "rules"
	message := sprintf("%s reads %s, which belongs to another rule", [d.rule, d.path])
	fix := "move what both need into a package below lib"
}
