# METADATA
# title: METADATA lists exactly the observations that the rule reads
# description: The host runs a rule only if everything it reads was collected. An observation that is not listed could be missing while the rule passes; one that is listed in vain withholds the verdict.
# custom:
#   fix: Copy the lists that the message gives.
package checks.reads

import data.checks_library as checks

both := checks.declared("reads") | checks.declared("handles")

found := {o | some o in input.package.observations}

violations contains checks.violation("reads", a, message, fix) if {
	checks.is_rule
	some a in checks.metadata
	missing := found - both
	count(missing) > 0
	message := sprintf("the rule reads %s, which neither reads nor handles lists", [checks.text(missing)])
	fix := "add it to custom.reads, or to custom.handles if its absence leaves only that subject undecided"
}

violations contains checks.violation("reads", a, message, fix) if {
	checks.is_rule
	some a in checks.metadata
	idle := both - found
	count(idle) > 0
	message := sprintf("METADATA lists %s, which the rule does not read", [checks.text(idle)])
	fix := "remove it, or correct its spelling: lists are marked [] and .value is left out"
}

violations contains checks.violation("reads", a, message, fix) if {
	checks.is_rule
	some a in checks.metadata
	twice := checks.declared("reads") & checks.declared("handles")
	count(twice) > 0
	message := sprintf("%s is under reads and under handles", [checks.text(twice)])
	fix := "keep it under one of them"
}
