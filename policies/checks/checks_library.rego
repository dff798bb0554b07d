# What the checks share. `input.package` is the inspection of one package.
package checks_library

# a violation of a check at the place of a fact
violation(code, fact, message, fix) := {
	"code": code,
	"message": message,
	"fix": fix,
	"file": fact.file,
	"row": fact.row,
	"column": fact.column,
}

is_rule if input.package.kind == "rule"

# rules and the libraries they use; tests and what the host generates are not judged
is_policy if input.package.kind in {"rule", "library"}

# where to point when something is missing
top := input.package.files[0]

path := trim_prefix(input.package.path, "data.")

code := trim_prefix(path, "rules.")

# the METADATA of the package; a rule package has one
metadata contains a if {
	some a in input.package.annotations
	a.scope == "package"
}

# a list of strings in METADATA; anything else has no strings
strings_of(value) := {s | some s in value; is_string(s)} if is_array(value)

strings_of(value) := set() if not is_array(value)

declared(key) := {s | some a in metadata; some s in strings_of(object.get(a.custom, key, []))}

text(names) := concat(", ", sort([n | some n in names]))

# what a rule's METADATA has under custom
custom := a.custom if some a in metadata

# a violation of the METADATA of the package
of_metadata(code, message) := violation(code, a, message, "complete the METADATA above the package line") if {
	some a in metadata
}

has_text(value) if {
	is_string(value)
	trim_space(value) != ""
}

is_list_of_text(value) if {
	is_array(value)
	count([x | some x in value; has_text(x)]) == count(value)
}
