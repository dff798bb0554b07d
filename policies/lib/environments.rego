# The environments the project declares: those that exist, by name, and those that do not.
# What protects an environment are observations: a rule reads them at the top level of its `holds`.
package lib.environments

import data.project

names contains e.name if some e in input.repository.environments.value

found[e.name] := e if {
	some e in input.repository.environments.value
	e.name in project.environments
}

missing := {name | some name in project.environments} - names

# The provider's names of environments know no case.
by_name[lower(e.name)] := e if some e in input.repository.environments.value

names_without_case contains name if some name, _ in by_name
