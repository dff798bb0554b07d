# METADATA
# title: A package stands where its name says
# description: A rule is one package rules.<group>.<rule> in one file of that name; what is shared is a package below lib. A package elsewhere is judged by no check, and a second file can add to a rule unseen.
# custom:
#   fix: Give the rule one file rules/<group>/<rule>/<rule>.rego with the package of that name.
package checks.package_place

import data.checks_library as checks

violations contains checks.violation("package_place", checks.top, message, fix) if {
	input.package.kind == "other"
	message := sprintf("package %s is neither below rules nor below lib", [checks.path])
	fix := "name the package rules.<group>.<rule>, or lib.<name> if rules share it"
}

violations contains checks.violation("package_place", checks.top, message, fix) if {
	checks.is_rule
	not regex.match(`^rules\.[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$`, checks.path)
	message := sprintf("package %s is not rules.<group>.<rule> in lower case", [checks.path])
	fix := "name the package rules.<group>.<rule> with letters, digits and underscores"
}

violations contains checks.violation("package_place", file, message, fix) if {
	checks.is_rule
	some i, file in input.package.files
	i > 0
	message := sprintf("package %s is spread over several files; %s is one too many", [checks.path, file.file])
	fix := sprintf("put the whole rule into %s", [input.package.files[0].file])
}

violations contains checks.violation("package_place", file, message, fix) if {
	checks.is_rule
	some file in input.package.files
	not stands_in_its_folder(file)
	message := sprintf("package %s stands in %s", [checks.path, file.file])
	fix := sprintf("move it to %s", [expected])
}

expected := sprintf("%s/%s.rego", [replace(checks.path, ".", "/"), name]) if {
	steps := split(checks.path, ".")
	name := steps[count(steps) - 1]
}

stands_in_its_folder(file) if file.file == expected

stands_in_its_folder(file) if endswith(file.file, concat("", ["/", expected]))
