# METADATA
# title: Secrets that were found are tried, whether they still work
# description: Among many old findings the one token that still works looks like the others, and stays.
# custom:
#   catalogue: SE-09
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-1]
#   reads: [repository.repository, repository.repository.validity_checks]
#   handles: []
#   identity: [setting]
#   controls: [OSPS-BR-07.01]
#   references:
#     - https://docs.github.com/en/code-security/secret-scanning/introduction/about-secret-scanning
#     - https://docs.github.com/en/rest/repos/repos
#   message: "{subject}: off"
#   fix:
#     command: "gh api -X PATCH 'repos/{repository}' -f 'security_and_analysis[secret_scanning_validity_checks][status]=enabled'"
#     click: "Settings > Advanced Security > Validity checks: Enable"
#   parameters: []
package rules.secret.validity_checks

feature := "validity checks"

subjects contains feature

holds[feature] := input.repository.repository.value.validity_checks.value

detail[feature] := {"evidence": {"setting": "secret_scanning_validity_checks"}} if holds[feature] == false
