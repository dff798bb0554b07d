# METADATA
# title: A METADATA block is spelt so that the parser sees it
# description: OPA passes over "# metadata" and over indented blocks without a word, and the rule then has no severity and no reads.
# custom:
#   fix: Write METADATA in capitals, in the first column of the line.
package checks.metadata_unseen

import data.checks_library as checks

violations contains checks.violation("metadata_unseen", mark, message, fix) if {
	checks.is_policy
	some mark in input.package.metadata_marks
	mark.exact == false
	message := sprintf("the parser does not see %q as METADATA", [mark.text])
	fix := "write # METADATA in capitals, in the first column of the line"
}
