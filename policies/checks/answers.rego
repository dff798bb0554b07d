# METADATA
# title: Subjects, holds, applies and detail have the shape that the host reads
# description: The host takes subjects as a set, holds and detail as objects by subject, and applies as one boolean; any other shape answers another question.
# custom:
#   fix: Write "subjects contains x", "holds[x] := condition", "applies := condition" and "detail[x] := {…}".
package checks.answers

import data.checks_library as checks

shapes := {
	"subjects": {"kind": "partial_set", "depth": 0, "form": "subjects contains x"},
	"holds": {"kind": "partial_object", "depth": 1, "form": "holds[x] := condition"},
	"applies": {"kind": "complete", "depth": 0, "form": "applies := condition"},
	"detail": {"kind": "partial_object", "depth": 1, "form": "detail[x] := {…}"},
}

violations contains checks.violation("answers", r, message, fix) if {
	checks.is_rule
	some r in input.package.rules
	shape := shapes[r.name]
	{r.kind == shape.kind, r.depth == shape.depth} != {true}
	message := sprintf("%s is a %s with %d keys behind its name", [r.name, replace(r.kind, "_", " "), r.depth])
	fix := sprintf("write it as %s", [shape.form])
}

violations contains checks.violation("answers", checks.top, message, fix) if {
	checks.is_rule
	some name in ["subjects", "holds"]
	not name in {r.name | some r in input.package.rules}
	message := sprintf("package %s has no %s", [checks.path, name])
	fix := sprintf("write %s", [shapes[name].form])
}
