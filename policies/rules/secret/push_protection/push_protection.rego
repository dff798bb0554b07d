# METADATA
# title: Pushes that hold a secret are refused
# description: A secret that reached the repository has to be revoked; push protection stops it while it is still on one machine.
# custom:
#   catalogue: SE-08
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-1]
#   reads: [repository.repository, repository.repository.push_protection]
#   handles: []
#   identity: [setting]
#   controls: [OSPS-BR-07.01]
#   references:
#     - https://docs.github.com/en/code-security/secret-scanning/introduction/about-secret-scanning
#     - https://docs.github.com/en/rest/repos/repos
#   message: "{subject}: off"
#   fix:
#     command: "gh api -X PATCH 'repos/{repository}' -f 'security_and_analysis[secret_scanning_push_protection][status]=enabled'"
#     click: "Settings > Advanced Security > Push protection: Enable"
#   parameters: []
package rules.secret.push_protection

feature := "push protection"

subjects contains feature

holds[feature] := input.repository.repository.value.push_protection.value

detail[feature] := {"evidence": {"setting": "secret_scanning_push_protection"}} if holds[feature] == false
