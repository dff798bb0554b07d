# METADATA
# title: No critical alert is open
# description: A release with a weakness that is known, or with a secret that leaked, hands both to everybody who installs it.
# custom:
#   catalogue: HY-03
#   severity: high
#   enforcement: block
#   collections: [strict, osps-baseline-3]
#   reads: [repository.alerts]
#   handles:
#     - repository.alerts.code_scanning
#     - repository.alerts.dependabot
#     - repository.alerts.secret_scanning
#   identity: [kind]
#   controls: [OSPS-VM-05.03, OSPS-VM-06.02]
#   references:
#     - https://docs.github.com/en/rest/dependabot/alerts
#     - https://docs.github.com/en/rest/code-scanning/code-scanning
#     - https://docs.github.com/en/rest/secret-scanning/secret-scanning
#   message: "Alerts of {subject} are open that the policy does not allow"
#   fix:
#     command: ""
#     click: "Security > the list of {subject}: mend what it names, or dismiss what is wrong with a reason"
#   parameters:
#     - name: severities
#       schema: {"type": "array", "items": {"enum": ["critical", "high", "medium", "low"]}, "uniqueItems": true, "minItems": 1}
#       default: ["critical"]
#       weaker: fewer
package rules.hygiene.no_open_alerts

import data.parameters.hygiene.no_open_alerts as parameters

kinds := {"code scanning", "dependencies", "secret scanning"}

severities := {severity | some severity in parameters.severities}

# What nobody has rated, and an error that a scanner only calls so, may be critical.
counted := severities | {"", "error"}

subjects contains kind if some kind in kinds

holds["code scanning"] := count({alert.severity | some alert in alerts} & counted) == 0 if {
	alerts := input.repository.alerts.value.code_scanning.value
	count(severities) > 0
}

holds["dependencies"] := count({alert.severity | some alert in alerts} & counted) == 0 if {
	alerts := input.repository.alerts.value.dependabot.value
	count(severities) > 0
}

# A secret that leaked has no severity: it works or it was revoked.
holds["secret scanning"] := count(input.repository.alerts.value.secret_scanning.value) == 0

detail[kind] := {"evidence": {"kind": kind}} if some kind, false in holds
