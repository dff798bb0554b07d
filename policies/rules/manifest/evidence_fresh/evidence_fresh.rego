# METADATA
# title: Evidence is signed by a trusted key, and not old
# description: Anybody can write a file that says all is well; and what was true of a build last year is not true of this one.
# custom:
#   catalogue: MF-09
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-2, osps-baseline-3]
#   reads: [evidence.statements, evidence.sboms, evidence.test_results]
#   handles: ["evidence.statements[].made_at", "evidence.sboms[].made_at", "evidence.test_results[].made_at"]
#   identity: [piece]
#   controls: [OSPS-BR-06.01]
#   references:
#     - https://slsa.dev/spec/v1.0/verifying-artifacts
#   message: "{subject} is not signed by a trusted key, or too old"
#   fix:
#     command: ""
#     click: "Make the evidence again in the build of this release, and let the build sign it"
#   parameters:
#     - name: days
#       schema: {type: integer, minimum: 1, maximum: 3650}
#       default: 30
#       weaker: higher
#   allow_empty: Where no evidence was given there is none that is old; whether it is missing is judged of its own.
package rules.manifest.evidence_fresh

import data.parameters.manifest.evidence_fresh as parameters

now := time.parse_rfc3339_ns(input.context.evaluated_at)

minute := 60 * 1000000000

oldest := ((parameters.days * 24) * 60) * minute

# Five minutes are what two clocks may differ by.
newest := -5 * minute

subjects contains sprintf("statement %s", [s.id]) if some s in input.evidence.statements.value

subjects contains sprintf("bill of materials %s", [b.id]) if some b in input.evidence.sboms.value

subjects contains sprintf("test results %s", [t.id]) if some t in input.evidence.test_results.value

holds[sprintf("statement %s", [s.id])] := {s.verified, age >= newest, age <= oldest} == {true} if {
	some s in input.evidence.statements.value
	made := s.made_at.value
	age := now - time.parse_rfc3339_ns(made)
}

holds[sprintf("bill of materials %s", [b.id])] := {b.verified, age >= newest, age <= oldest} == {true} if {
	some b in input.evidence.sboms.value
	made := b.made_at.value
	age := now - time.parse_rfc3339_ns(made)
}

holds[sprintf("test results %s", [t.id])] := {t.verified, age >= newest, age <= oldest} == {true} if {
	some t in input.evidence.test_results.value
	made := t.made_at.value
	age := now - time.parse_rfc3339_ns(made)
}

detail[subject] := {"evidence": {"piece": subject, "days": parameters.days}} if some subject, false in holds
