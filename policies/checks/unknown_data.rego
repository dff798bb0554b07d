# METADATA
# title: Every reference to data leads somewhere
# description: What nobody defines is undefined, and undefined is how gates pass by silence. Rules read libraries, data.project and their own parameters.
# custom:
#   fix: Correct the name, declare the parameter, or move the values into data.project.
package checks.unknown_data

import data.checks_library as checks

violations contains checks.violation("unknown_data", d, message, fix) if {
	checks.is_policy
	some d in input.package.data
	d.kind in {"unknown", "other"}
	message := sprintf("%s reads %s, which no library defines", [d.rule, d.path])
	fix := "correct the name; rules read data.lib, data.project and their own data.parameters"
}

violations contains checks.violation("unknown_data", d, message, fix) if {
	checks.is_rule
	some d in input.package.data
	d.kind == "parameters"
	not is_own(d.path)
	message := sprintf("%s reads %s, which is not its own parameter", [d.rule, d.path])
	fix := sprintf("read data.parameters.%s, or move what rules share into data.project", [checks.code])
}

# A fact nobody gives is undefined, and beside a negation undefined is true.
violations contains checks.violation("unknown_data", d, message, fix) if {
	checks.is_policy
	some d in input.package.data
	d.kind == "project"
	not is_fact(d.path)
	message := sprintf("%s reads %s, which is no fact of a project", [d.rule, d.path])
	fix := sprintf("read one of data.project: %s", [checks.text(facts)])
}

# what `release` in the project file gives; the host holds this list to its own
facts := {
	"release_branches",
	"release_tags",
	"environments",
	"checks",
	"publish_tokens",
	"required_credentials",
	"formulas",
	"targets",
}

is_fact(path) if {
	startswith(path, "data.project.")
	regex.find_n(`^[^.\[]+`, trim_prefix(path, "data.project."), 1)[0] in facts
}

own := sprintf("data.parameters.%s", [checks.code])

is_own(path) if path == own

is_own(path) if startswith(path, concat("", [own, "."]))

violations contains checks.violation("unknown_data", d, message, fix) if {
	checks.is_rule
	some d in input.package.data
	d.kind == "parameters"
	startswith(d.path, concat("", [own, "."]))
	name := regex.find_n(`^[^.\[]+`, trim_prefix(d.path, concat("", [own, "."])), 1)[0]
	not name in parameters
	message := sprintf("%s reads the parameter %s, which METADATA does not declare", [d.rule, name])
	fix := "declare it under custom.parameters with name, schema, default and weaker"
}

parameters := {p.name | some a in checks.metadata; some p in a.custom.parameters}
