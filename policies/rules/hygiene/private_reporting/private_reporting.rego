# METADATA
# title: Weaknesses can be reported in private
# description: Without a private channel the first report of a weakness is public.
# custom:
#   catalogue: HY-01
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-2, osps-baseline-3]
#   reads:
#     - repository.repository
#     - repository.security_features
#     - repository.security_features.private_reporting
#   handles: []
#   identity: [setting]
#   controls: [OSPS-VM-03.01]
#   references:
#     - https://docs.github.com/en/code-security/security-advisories/working-with-repository-security-advisories/configuring-private-vulnerability-reporting-for-a-repository
#     - https://docs.github.com/en/rest/repos/repos
#   message: "{subject}: off"
#   fix:
#     command: "gh api -X PUT 'repos/{repository}/private-vulnerability-reporting'"
#     click: "Settings > Advanced Security > Private vulnerability reporting: Enable"
#   parameters: []
package rules.hygiene.private_reporting

applies := input.repository.repository.value.visibility in {"public", "unknown"}

judged := "private vulnerability reporting"

subjects contains judged

holds[judged] := input.repository.security_features.value.private_reporting.value

detail[judged] := {"evidence": {"setting": "private_reporting"}} if holds[judged] == false
