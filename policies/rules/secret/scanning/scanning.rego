# METADATA
# title: Secret scanning is on
# description: A token that was committed by mistake is found by strangers within minutes; with scanning on, the provider tells the project, and many issuers, first.
# custom:
#   catalogue: SE-07
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-1]
#   reads: [repository.repository, repository.repository.secret_scanning]
#   handles: []
#   identity: [setting]
#   controls: [OSPS-BR-07.01]
#   references:
#     - https://docs.github.com/en/code-security/secret-scanning/introduction/about-secret-scanning
#     - https://docs.github.com/en/rest/repos/repos
#   message: "{subject}: off"
#   fix:
#     command: "gh api -X PATCH 'repos/{repository}' -f 'security_and_analysis[secret_scanning][status]=enabled'"
#     click: "Settings > Advanced Security: enable Secret Protection"
#   parameters: []
package rules.secret.scanning

feature := "secret scanning"

subjects contains feature

holds[feature] := input.repository.repository.value.secret_scanning.value

detail[feature] := {"evidence": {"setting": "secret_scanning"}} if holds[feature] == false
