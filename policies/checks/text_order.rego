# METADATA
# title: Versions and times are not put in order as text
# description: "As text 1.10 comes before 1.9, and 10:00:00.5Z before 10:00:00Z: the newest of them would be an old one, and a rule would judge that."
# custom:
#   fix: Order numbers; a time becomes one by time.parse_rfc3339_ns, and versions are compared with semver.compare.
package checks.text_order

import data.checks_library as checks

violations contains checks.violation("text_order", c, message, fix) if {
	checks.is_policy
	some c in input.package.calls
	c.function in {"max", "min"}
	some path in c.text_paths
	message := sprintf("%s takes the %s of %s, which is text", [c.rule, c.function, path])
}

violations contains checks.violation("text_order", c, message, fix) if {
	checks.is_policy
	some c in input.package.calls
	c.function in {"max", "min"}
	c.textual == true
	message := sprintf("%s takes the %s of text", [c.rule, c.function])
}

# An array that was made of a set lies in the order of its items, and so does one that was sorted.
violations contains checks.violation("text_order", c, message, fix) if {
	checks.is_policy
	some c in input.package.calls
	c.function == "item"
	some path in c.text_paths
	message := sprintf("%s takes one of %s by its place, which is text in order", [c.rule, path])
}

violations contains checks.violation("text_order", c, message, fix) if {
	checks.is_policy
	some c in input.package.calls
	c.function == "item"
	c.textual == true
	message := sprintf("%s takes one of some text by its place in order", [c.rule])
}

# A set that was written into a text lies there in the order of its items: split gives them back.
violations contains checks.violation("text_order", c, message, fix) if {
	checks.is_policy
	some c in input.package.calls
	c.function == "part"
	message := sprintf("%s takes apart, or compares, a text that texts were put into in order", [c.rule])
}

violations contains checks.violation("text_order", c, message, fix) if {
	checks.is_policy
	some c in input.package.calls
	c.function == "sort"
	some path in c.text_paths
	stands_for_more(path)
	message := sprintf("%s sorts %s as text", [c.rule, path])
}

fix := "order numbers: time.parse_rfc3339_ns makes one of a time, and semver.compare compares versions"

# the schema calls a version version, and a moment by one of these endings
stands_for_more(path) if regex.match(`^.*[._](version|at|since|until|seen|first_seen)(\.value|\[\])*$`, path)
