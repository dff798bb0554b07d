# METADATA
# title: There is a security policy
# description: Who finds a weakness and is told nowhere how to report it writes a public issue, and everybody reads it before it is mended.
# custom:
#   catalogue: HY-01
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-2, osps-baseline-3]
#   reads: [repository.repository_files, repository.repository_files.security_policy]
#   handles: []
#   identity: [setting]
#   controls: [OSPS-VM-03.01]
#   references:
#     - https://docs.github.com/en/code-security/getting-started/adding-a-security-policy-to-your-repository
#   message: "There is no {subject}"
#   fix:
#     command: ""
#     click: "Security > Policy: Start setup, and commit SECURITY.md with an address and a time in which you answer"
#   parameters: []
package rules.hygiene.security_policy

judged := "security policy"

subjects contains judged

holds[judged] := input.repository.repository_files.value.security_policy.value

detail[judged] := {"evidence": {"setting": "security_policy"}} if holds[judged] == false
