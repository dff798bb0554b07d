# METADATA
# title: METADATA has no unknown keys
# description: OPA passes over an unknown key without a word; a misspelt enforcement would make the rule advisory.
# custom:
#   fix: Correct the spelling or remove the key; the violation lists the known ones.
package checks.metadata_keys

import data.checks_library as checks

known := {"title", "description", "custom", "scope", "authors", "organizations", "related_resources", "schemas"}

known_custom := {
	"catalogue", "severity", "enforcement", "collections", "reads", "handles", "identity", "controls",
	"references", "message", "fix", "parameters", "effective_on", "allow_empty",
}

known_fix := {"command", "click"}

violations contains checks.violation("metadata_keys", a, message, fix) if {
	checks.is_rule
	some a in checks.metadata
	some key in a.keys
	not key in known
	message := sprintf("METADATA has the unknown key %s", [key])
	fix := sprintf("known are %s", [checks.text(known - {"schemas"})])
}

violations contains checks.violation("metadata_keys", a, message, fix) if {
	checks.is_rule
	some a in checks.metadata
	some key in (object.keys(a.custom) - known_custom)
	message := sprintf("METADATA has the unknown key custom.%s", [key])
	fix := sprintf("known are %s", [checks.text(known_custom)])
}

violations contains checks.violation("metadata_keys", a, message, fix) if {
	checks.is_rule
	some a in checks.metadata
	is_object(a.custom.fix)
	some key in (object.keys(a.custom.fix) - known_fix)
	message := sprintf("METADATA has the unknown key custom.fix.%s", [key])
	fix := "known are click, command"
}
