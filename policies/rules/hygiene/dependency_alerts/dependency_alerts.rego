# METADATA
# title: Vulnerable dependencies are told of, and their mends proposed
# description: A known weakness of a dependency is tried on everybody who uses it; who is not told releases it again.
# custom:
#   catalogue: HY-02
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-3]
#   reads: [repository.security_features]
#   handles:
#     - repository.security_features.vulnerability_alerts
#     - repository.security_features.automated_fixes
#   identity: [setting]
#   controls: [OSPS-VM-05.03]
#   references:
#     - https://docs.github.com/en/code-security/dependabot/dependabot-alerts/about-dependabot-alerts
#     - https://docs.github.com/en/rest/repos/repos
#   message: "{subject}: off"
#   fix:
#     command: "gh api -X PUT 'repos/{repository}/vulnerability-alerts' && gh api -X PUT 'repos/{repository}/automated-security-fixes'"
#     click: "Settings > Advanced Security: enable Dependabot alerts and Dependabot security updates"
#   parameters: []
package rules.hygiene.dependency_alerts

features := {"alerts of vulnerable dependencies", "security updates of dependencies"}

subjects contains feature if some feature in features

holds["alerts of vulnerable dependencies"] := input.repository.security_features.value.vulnerability_alerts.value

holds["security updates of dependencies"] := input.repository.security_features.value.automated_fixes.value

detail[feature] := {"evidence": {"setting": feature}} if some feature, false in holds
