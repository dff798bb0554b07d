# METADATA
# title: No known vulnerability is older than its leeway, and the scan is new
# description: A vulnerability that everybody can read about is shipped to everybody who installs the release; a scan of last month does not know this month's.
# custom:
#   catalogue: MF-12
#   severity: high
#   enforcement: block
#   collections: [supply-chain, strict, osps-baseline-3]
#   reads: [manifest, evidence.vulnerabilities]
#   handles: ["evidence.vulnerabilities[].made_at", "evidence.vulnerabilities[].findings[].first_seen"]
#   identity: [vulnerability, component]
#   controls: [OSPS-VM-05.03]
#   references:
#     - https://www.first.org/cvss/
#   message: "{subject} is older than the policy allows"
#   fix:
#     command: ""
#     click: "Update the component, or let somebody accept the violation for a time; scan again"
#   parameters:
#     - name: critical_days
#       schema: {type: integer, minimum: 0, maximum: 3650}
#       default: 0
#       weaker: higher
#     - name: high_days
#       schema: {type: integer, minimum: 0, maximum: 3650}
#       default: 7
#       weaker: higher
#     - name: medium_days
#       schema: {type: integer, minimum: 0, maximum: 3650}
#       default: 30
#       weaker: higher
#     - name: low_days
#       schema: {type: integer, minimum: 0, maximum: 3650}
#       default: 90
#       weaker: higher
#     - name: scan_days
#       schema: {type: integer, minimum: 1, maximum: 3650}
#       default: 7
#       weaker: higher
package rules.manifest.vulnerabilities_handled

import data.parameters.manifest.vulnerabilities_handled as parameters

now := time.parse_rfc3339_ns(input.context.evaluated_at)

minute := 60 * 1000000000

day := (24 * 60) * minute

# Five minutes are what two clocks may differ by.
newest := -5 * minute

# What nobody has rated may be critical. A finding without a severity worth a name is only shown.
leeway := {
	"critical": parameters.critical_days,
	"unknown": parameters.critical_days,
	"high": parameters.high_days,
	"medium": parameters.medium_days,
	"low": parameters.low_days,
}

counted[sprintf("%s: %s", [v.id, f.id])] := f if {
	some v in input.evidence.vulnerabilities.value
	some f in v.findings
	f.severity in {"critical", "unknown", "high", "medium", "low"}
}

subjects contains sprintf("scan %s", [v.id]) if some v in input.evidence.vulnerabilities.value

subjects contains subject if some subject, _ in counted

sha256s contains a.sha256 if some a in input.manifest.value.artifacts

# Nothing ties a scan to a release that the manifest does not name and that names none of its files.
bound contains v.id if {
	some v in input.evidence.vulnerabilities.value
	true in {v.declared, v.sha256 in sha256s}
}

holds[sprintf("scan %s", [v.id])] := {
	v.verified,
	v.id in bound,
	age >= newest,
	age <= (parameters.scan_days * day),
} == {true} if {
	some v in input.evidence.vulnerabilities.value
	made := v.made_at.value
	age := now - time.parse_rfc3339_ns(made)
}

holds[subject] := {days > 0, age >= newest, age <= (days * day)} == {true} if {
	some subject, f in counted
	days := leeway[f.severity]
	seen := f.first_seen.value
	age := now - time.parse_rfc3339_ns(seen)
}

detail[subject] := {
	"message": sprintf("%s in %s is %s and older than %d days", [f.vulnerability, f.component, f.severity, leeway[f.severity]]),
	"evidence": {"vulnerability": f.vulnerability, "component": f.component, "severity": f.severity},
} if {
	some subject, false in holds
	f := counted[subject]
}
