# METADATA
# title: No advisory of the repository is left without a repair
# description: A weakness that was reported to the project and is released once more was known to those who released it, and to everybody who finds the report.
# custom:
#   catalogue: HY-03
#   severity: high
#   enforcement: warn
#   collections: [strict, osps-baseline-3]
#   reads: [repository.advisories]
#   handles: []
#   identity: [advisory]
#   controls: [OSPS-VM-05.03]
#   references:
#     - https://docs.github.com/en/rest/security-advisories/repository-advisories
#     - https://docs.github.com/en/code-security/security-advisories/working-with-repository-security-advisories/about-repository-security-advisories
#   message: "{subject} is known, and nothing repairs it yet"
#   fix:
#     command: ""
#     click: "Security > Advisories > {subject}: mend it and name the patched versions, or close it with a reason"
#   parameters:
#     - name: severities
#       schema: {"type": "array", "items": {"enum": ["critical", "high", "medium", "low"]}, "uniqueItems": true, "minItems": 1}
#       default: ["critical"]
#       weaker: fewer
#   allow_empty: Where the advisories were read and there is none, none is open.
package rules.hygiene.no_open_advisories

import data.parameters.hygiene.no_open_advisories as parameters

# What nobody has rated may be critical.
counted := {severity | some severity in parameters.severities} | {""}

# One that was withdrawn or closed is none; one that was published is repaired where it says by which versions.
repaired contains a.id if {
	some a in input.repository.advisories.value
	a.state in {"closed", "withdrawn"}
}

repaired contains a.id if {
	some a in input.repository.advisories.value
	a.state == "published"
	a.patched == true
}

minor contains a.id if {
	some a in input.repository.advisories.value
	count({a.severity} & counted) == 0
	count(parameters.severities) > 0
}

subjects contains a.id if some a in input.repository.advisories.value

holds[a.id] := true in {a.id in repaired, a.id in minor} if {
	some a in input.repository.advisories.value
	count(parameters.severities) > 0
}

detail[a.id] := {"evidence": {"advisory": a.id, "severity": a.severity, "state": a.state}} if {
	some a in input.repository.advisories.value
	holds[a.id] == false
}
