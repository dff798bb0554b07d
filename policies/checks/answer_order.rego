# METADATA
# title: Subjects are found before they are judged
# description: Subjects taken from holds leave out what could not be decided, and what is left out can never be denied.
# custom:
#   fix: Find the subjects from the input alone; let holds judge them.
package checks.answer_order

import data.checks_library as checks

# which answers an answer may be made from
allowed := {
	"subjects": set(),
	"applies": {"subjects"},
	"holds": {"subjects", "applies"},
	"detail": {"subjects", "applies", "holds"},
}

violations contains checks.violation("answer_order", r, message, fix) if {
	checks.is_rule
	some a in input.package.answers
	some used in a.uses
	not used in allowed[a.name]
	some r in input.package.rules
	r.name == a.name
	message := sprintf("%s is made from %s", [a.name, used])
	fix := sprintf("make %s from the input alone", [a.name])
}
