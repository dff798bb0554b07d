# What each detector found in each workflow file, and the file, by both: `FILE: DETECTOR`. Built once, shared by every rule about them.
# What was found is an observation: a rule reads it at the top level of its `holds`.
package lib.findings

by_place := {sprintf("%s: %s", [file.path, d.detector]): {"file": file.path, "entry": d} |
	some file in input.workspace.workflows.value.files
	some d in file.findings
}
