# METADATA
# title: Every value in METADATA has its type
# description: YAML turns an unquoted 1.10 into 1.1 and a date into a time; the host would read another value than was written, or none.
# custom:
#   fix: Correct the value; quote strings that YAML would read as numbers or dates.
package checks.metadata_types

import data.checks_library as checks

lists := {"collections", "reads", "handles", "identity", "controls", "references"}

weaker := {"lower", "higher", "fewer", "more", "any", "never"}

said(message) := checks.of_metadata("metadata_types", message)

violations contains said(sprintf("custom.%s is not a list of text", [key])) if {
	checks.is_rule
	some key in lists
	value := checks.custom[key]
	not checks.is_list_of_text(value)
}

violations contains said(sprintf("custom.%s names something twice", [key])) if {
	checks.is_rule
	some key in lists
	value := checks.custom[key]
	checks.is_list_of_text(value)
	count(value) > count({x | some x in value})
}

violations contains said(sprintf("custom.fix.%s is not text", [key])) if {
	checks.is_rule
	some key in ["command", "click"]
	value := checks.custom.fix[key]
	not is_string(value)
}

violations contains said(sprintf("custom.message is more than one line, or names %s", [checks.text(others)])) if {
	checks.is_rule
	message := checks.custom.message
	is_string(message)
	others := {p | some p in regex.find_n(`\{[^}]*\}`, message, -1); p != "{subject}"}
	true in {count(others) > 0, contains(message, "\n")}
}

violations contains said("custom.allow_empty gives no reason") if {
	checks.is_rule
	value := checks.custom.allow_empty
	not checks.has_text(value)
}

violations contains said("custom.effective_on is not a quoted RFC 3339 time or date") if {
	checks.is_rule
	value := checks.custom.effective_on
	not is_time(value)
}

is_time(value) if {
	is_string(value)
	regex.match(`^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?Z)?$`, value)
}

violations contains said(sprintf("parameter %d lacks name, schema, default or weaker, or one of them is wrong", [i])) if {
	checks.is_rule
	is_array(checks.custom.parameters)
	some i, p in checks.custom.parameters
	not is_parameter(p)
}

violations contains said("custom.parameters is not a list") if {
	checks.is_rule
	value := checks.custom.parameters
	not is_array(value)
}

is_parameter(p) if {
	is_object(p)
	object.keys(p) == {"name", "schema", "default", "weaker"}
	checks.has_text(p.name)
	is_object(p.schema)
	p.weaker in weaker
}
