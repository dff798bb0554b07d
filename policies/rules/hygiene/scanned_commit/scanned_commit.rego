# METADATA
# title: The code was scanned at the commit that is released
# description: A scanner that is set up and last ran a month ago says nothing of what was written since.
# custom:
#   catalogue: HY-04
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-3]
#   reads: [repository.analyses, "repository.analyses[].released"]
#   handles: []
#   identity: [tools]
#   controls: [OSPS-VM-06.02]
#   references:
#     - https://docs.github.com/en/rest/code-scanning/code-scanning
#   message: "The {subject} was not scanned with success"
#   fix:
#     command: ""
#     click: "Actions > the workflow of the scanner: run it for the commit that is released, and wait for it"
#   parameters: []
package rules.hygiene.scanned_commit

judged := "commit that is released"

subjects contains judged

# Of several runs of one tool only the last one counts.
runs[sprintf("%s %s", [analysis.tool, analysis.category])] contains [analysis.id, analysis.failed] if {
	some analysis in input.repository.analyses.value
	analysis.released.value == true
}

last contains max(found)[1] if some _, found in runs

holds[judged] := last == {false}

detail[judged] := {"evidence": {"tools": sort([tool | some tool, _ in runs])}} if holds[judged] == false
