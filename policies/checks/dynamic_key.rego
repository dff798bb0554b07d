# METADATA
# title: Keys of input objects are written out
# description: A computed key may be any key or none; neither the type checker nor the inspection can say what is read.
# custom:
#   fix: Write the key, or let it range over a list of literals.
package checks.dynamic_key

import data.checks_library as checks

violations contains checks.violation("dynamic_key", k, message, fix) if {
	checks.is_policy
	some k in input.package.dynamic_keys
	message := sprintf("%s takes a computed key of %s", [k.rule, k.path])
	fix := "write the key out, or let it range over literals: some k in [\"update\", \"deletion\"]"
}
