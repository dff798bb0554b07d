# METADATA
# title: METADATA has everything that a rule needs
# description: A rule without severity, message or fix says that something is wrong, but neither how bad it is nor what to do.
# custom:
#   fix: Fill in the key that the message names.
package checks.metadata_incomplete

import data.checks_library as checks

choices := {
	"severity": ["critical", "high", "medium", "low"],
	"enforcement": ["block", "warn", "inform"],
}

said(message) := checks.of_metadata("metadata_incomplete", message)

violations contains said(sprintf("METADATA lacks %s", [key])) if {
	checks.is_rule
	some a in checks.metadata
	some key in ["title", "description"]
	not checks.has_text(a[key])
}

violations contains said(sprintf("METADATA lacks custom.%s, or it is not text", [key])) if {
	checks.is_rule
	checks.custom
	some key in ["catalogue", "message"]
	not is_given(key)
}

violations contains said(sprintf("custom.%s is not one of %s", [key, concat(", ", values)])) if {
	checks.is_rule
	checks.custom
	some key, values in choices
	not is_chosen(key, values)
}

violations contains said("custom.reads is missing: a rule that reads nothing judges nothing") if {
	checks.is_rule
	checks.custom
	not checks.custom.reads
}

violations contains said("custom.collections is missing or empty") if {
	checks.is_rule
	checks.custom
	count(checks.declared("collections")) == 0
}

violations contains said("custom.fix has neither a command nor a click") if {
	checks.is_rule
	checks.custom
	not has_fix
}

# conditions of their own, because an absent key inside `not` would end the body before it
is_given(key) if checks.has_text(checks.custom[key])

is_chosen(key, values) if checks.custom[key] in values

has_fix if {
	some key in ["command", "click"]
	checks.has_text(checks.custom.fix[key])
}
