# METADATA
# title: No METADATA names schemas
# description: The key schemas switches type checking against the real input off, and can name a document to be fetched.
# custom:
#   fix: Remove the key; the host checks every rule against the schema of the input.
package checks.metadata_schemas

import data.checks_library as checks

violations contains checks.violation("metadata_schemas", a, message, fix) if {
	checks.is_policy
	some a in input.package.annotations
	names_schemas(a)
	message := "METADATA has the key schemas, which switches type checking off"
	fix := "remove the key schemas"
}

names_schemas(a) if a.schemas == true

names_schemas(a) if "schemas" in a.keys
