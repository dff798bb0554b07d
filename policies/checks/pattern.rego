# METADATA
# title: A pattern is a literal, holds both ends, and never comes from the input
# description: "An unanchored pattern matches inside a longer text: release matches not-a-release. Patterns of settings are matched by the host, as the provider does it."
# custom:
#   fix: Write ^(?:…)$ as a literal; read the matches that the host provides.
package checks.pattern

import data.checks_library as checks

deciding := {"regex.match", "regex.find_n", "regex.find_all_string_submatch_n"}

matching := deciding | {"regex.split", "regex.replace", "regex.template_match", "regex.globs_match", "glob.match"}

violations contains checks.violation("pattern", c, message, fix) if {
	checks.is_policy
	some c in input.package.calls
	c.function in matching
	c.pattern_input == true
	message := sprintf("%s matches with a pattern that comes from the input", [c.rule])
	fix := "read what the host has matched, such as matches or only_release_refs"
}

violations contains checks.violation("pattern", c, message, fix) if {
	checks.is_policy
	some c in input.package.calls
	c.function in deciding
	c.anchored == false
	c.literal == true
	message := sprintf("%s matches inside a longer text: %s", [c.rule, concat(", ", c.patterns)])
	fix := "anchor every alternative: ^(?:a|b)$"
}

violations contains checks.violation("pattern", c, message, fix) if {
	checks.is_policy
	some c in input.package.calls
	c.function in deciding
	c.literal == false
	c.pattern_input == false
	message := sprintf("%s matches with a pattern that is computed", [c.rule])
	fix := "write the pattern as a literal, or compare with == or in"
}
