# METADATA
# title: No answer has a default
# description: A default answers where nothing is known; an unreadable setting would then pass.
# custom:
#   fix: Remove the default and let the rule decide each subject from what was read.
package checks.answer_default

import data.checks_library as checks

violations contains checks.violation("answer_default", r, message, fix) if {
	checks.is_rule
	some r in input.package.rules
	r.name in {"subjects", "holds", "applies"}
	r.default == true
	message := sprintf("%s has a default", [r.name])
	fix := "remove the default and decide each subject from what was read"
}
