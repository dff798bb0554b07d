# METADATA
# title: No builtin goes around the path of a reference
# description: object.get and object.union put a default where a value is missing; walk and json functions reach places that no path names.
# custom:
#   fix: "Write the path out: r.bypass.value."
package checks.input_access

import data.checks_library as checks

violations contains checks.violation("input_access", c, message, fix) if {
	checks.is_policy
	some c in input.package.calls
	c.on_input == true
	takes_apart(c.function)
	message := sprintf("%s calls %s on the input", [c.rule, c.function])
	fix := "write the path out, so that what is missing stays undefined"
}

takes_apart(name) if name in {"walk", "object.get", "object.union", "object.union_n", "object.remove", "object.filter"}

takes_apart(name) if startswith(name, "json.")
