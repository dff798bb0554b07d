# METADATA
# title: METADATA is complete and every value has its type
# description: A rule without severity, message or fix says what is wrong but neither how bad it is nor what to do; YAML turns an unquoted 1.10 into 1.1 and a date into something else.
# custom:
#   fix: Fill in the key; quote strings that YAML would read as numbers or dates.
package checks.metadata_values

import data.checks_library as checks

required_text := {"catalogue", "message"}

lists := {"collections", "reads", "handles", "identity", "controls", "references"}

choices := {
	"severity": ["critical", "high", "medium", "low"],
	"enforcement": ["block", "warn", "inform"],
}

weaker := {"lower", "higher", "fewer", "more", "any", "never"}

said(message) := checks.violation("metadata_values", a, message, "complete the METADATA above the package line") if {
	some a in checks.metadata
}

custom := a.custom if some a in checks.metadata

has_text(value) if {
	is_string(value)
	trim_space(value) != ""
}

violations contains said(sprintf("METADATA lacks %s", [key])) if {
	checks.is_rule
	some a in checks.metadata
	some key in ["title", "description"]
	not has_text(a[key])
}

violations contains said(sprintf("METADATA lacks custom.%s, or it is not text", [key])) if {
	checks.is_rule
	custom
	some key in required_text
	not is_given(key)
}

violations contains said(sprintf("custom.%s is not one of %s", [key, concat(", ", values)])) if {
	checks.is_rule
	some key, values in choices
	custom
	not is_chosen(key, values)
}

violations contains said(sprintf("custom.%s is not a list of text", [key])) if {
	checks.is_rule
	some key in lists
	value := custom[key]
	not is_list_of_text(value)
}

# conditions of their own, because an absent key inside `not` would end the body before it
is_given(key) if has_text(custom[key])

is_chosen(key, values) if custom[key] in values

is_list_of_text(value) if {
	is_array(value)
	count([x | some x in value; has_text(x)]) == count(value)
}

violations contains said(sprintf("custom.%s names something twice", [key])) if {
	checks.is_rule
	some key in lists
	value := custom[key]
	is_list_of_text(value)
	count(value) > count({x | some x in value})
}

violations contains said("custom.reads is missing: a rule that reads nothing judges nothing") if {
	checks.is_rule
	custom
	not custom.reads
}

violations contains said("custom.collections is missing or empty") if {
	checks.is_rule
	custom
	count(checks.declared("collections")) == 0
}

violations contains said("custom.fix has neither a command nor a click") if {
	checks.is_rule
	custom
	not has_fix
}

has_fix if {
	some key in ["command", "click"]
	has_text(custom.fix[key])
}

violations contains said(sprintf("custom.fix.%s is not text", [key])) if {
	checks.is_rule
	some key in ["command", "click"]
	value := custom.fix[key]
	not is_string(value)
}

violations contains said(sprintf("custom.message is more than one line, or names %s", [checks.text(others)])) if {
	checks.is_rule
	message := custom.message
	others := {p | some p in regex.find_n(`\{[^}]*\}`, message, -1); p != "{subject}"}
	true in {count(others) > 0, contains(message, "\n")}
}

violations contains said("custom.allow_empty gives no reason") if {
	checks.is_rule
	value := custom.allow_empty
	not has_text(value)
}

violations contains said("custom.effective_on is not a quoted RFC 3339 time or date") if {
	checks.is_rule
	value := custom.effective_on
	not is_time(value)
}

is_time(value) if {
	is_string(value)
	regex.match(`^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?Z)?$`, value)
}

violations contains said(sprintf("parameter %d lacks name, schema, default or weaker, or one of them is wrong", [i])) if {
	checks.is_rule
	is_array(custom.parameters)
	some i, p in custom.parameters
	not is_parameter(p)
}

violations contains said("custom.parameters is not a list") if {
	checks.is_rule
	value := custom.parameters
	not is_array(value)
}

is_parameter(p) if {
	object.keys(p) == {"name", "schema", "default", "weaker"}
	has_text(p.name)
	is_object(p.schema)
	p.weaker in weaker
}
