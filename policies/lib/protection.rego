# The release refs with what is enforced on each, by ref. Built once, shared by every rule about branches and tags.
# The facts inside an entry are observations: a rule reads them at the top level of its `holds`.
package lib.protection

branches := {p.ref: p |
	some p in input.repository.effective_protection.value
	p.kind == "branch"
}

tags := {p.ref: p |
	some p in input.repository.effective_protection.value
	p.kind == "tag"
}
