# METADATA
# title: Every line of CODEOWNERS is understood, and its owners exist
# description: The provider skips a line it cannot read and an owner it does not know; what that line was to guard is then changed without asking anybody.
# custom:
#   catalogue: BR-09
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-3]
#   reads: [repository.codeowners]
#   handles: []
#   identity: []
#   controls: [OSPS-QA-07.01]
#   references:
#     - https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
#     - https://docs.github.com/en/rest/repos/repos#list-codeowners-errors
#   message: "{subject} has lines that nobody is asked for"
#   fix:
#     command: ""
#     click: "See each line and its mistake with gh api 'repos/{repository}/codeowners/errors', correct pattern or owner, and give every owner write access"
#   parameters: []
package rules.branch.codeowners_sound

subject := "CODEOWNERS"

subjects contains subject

holds[subject] := count(input.repository.codeowners.value.errors) == 0

detail[subject] := {"evidence": {"lines": [sprintf("%s:%d %s", [e.path, e.line, e.kind]) | some e in input.repository.codeowners.value.errors]}} if {
	holds[subject] == false
}
