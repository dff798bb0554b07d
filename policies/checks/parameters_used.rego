# METADATA
# title: A rule decides by every parameter that it declares, read by its name
# description: Whoever sets a parameter that nothing reads, or that only tells what was denied, believes that the gate has become stricter, and it has not.
# custom:
#   fix: Read the parameter as data.parameters.<group>.<rule>.<name> where subjects, holds or applies are made, or remove it from the METADATA.
package checks.parameters_used

import data.checks_library as checks

violations contains checks.violation("parameters_used", a, message, fix) if {
	checks.is_rule
	some a in checks.metadata
	some p in a.custom.parameters
	not p.name in used
	message := sprintf("METADATA declares the parameter %s, by which the rule does not decide", [p.name])
	fix := sprintf("read data.parameters.%s.%s where subjects, holds or applies are made, or remove the parameter", [checks.code, p.name])
}

# what the host draws its conclusion from; detail only says more of it
deciding := {"subjects", "holds", "applies"}

own := sprintf("data.parameters.%s.", [checks.code])

used contains regex.find_n(`^[^.\[]+`, trim_prefix(d.path, own), 1)[0] if {
	some d in input.package.data
	d.kind == "parameters"
	startswith(d.path, own)
	some answer in d.serves
	answer in deciding
}
