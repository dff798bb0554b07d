# METADATA
# title: The code is scanned for weaknesses
# description: Mistakes that a scanner finds in a minute are found by those who look for them in everything that is published.
# custom:
#   catalogue: HY-04
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-3]
#   reads:
#     - repository.security_features
#     - repository.security_features.code_scanning_setup
#     - repository.analyses
#   handles: []
#   identity: [setting]
#   controls: [OSPS-VM-06.02]
#   references:
#     - https://docs.github.com/en/code-security/code-scanning/introduction-to-code-scanning/about-code-scanning
#     - https://docs.github.com/en/rest/code-scanning/code-scanning
#   message: "{subject}: neither set up nor ever run"
#   fix:
#     command: "gh api -X PATCH 'repos/{repository}/code-scanning/default-setup' -f state=configured"
#     click: "Settings > Advanced Security > Code scanning > CodeQL analysis: Set up > Default"
#   parameters: []
package rules.hygiene.scanning_configured

judged := "code scanning"

subjects contains judged

holds[judged] := true in {configured, ran > 0} if {
	configured := input.repository.security_features.value.code_scanning_setup.value.configured
	ran := count(input.repository.analyses.value)
}

detail[judged] := {"evidence": {"setting": "default-setup"}} if holds[judged] == false
