# METADATA
# title: Updates of dependencies are proposed by a bot
# description: What is updated only when somebody thinks of it is updated after it was used against the project.
# custom:
#   catalogue: HY-02
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-3]
#   reads: [repository.repository_files, repository.repository_files.dependency_updates]
#   handles: []
#   identity: [setting]
#   controls: [OSPS-VM-05.03]
#   references:
#     - https://docs.github.com/en/code-security/dependabot/dependabot-version-updates/configuring-dependabot-version-updates
#   message: "There is no {subject}"
#   fix:
#     command: ""
#     click: "Commit .github/dependabot.yml with every ecosystem the project has"
#   parameters: []
package rules.hygiene.dependency_updates

judged := "configuration of an update bot"

subjects contains judged

holds[judged] := input.repository.repository_files.value.dependency_updates.value

detail[judged] := {"evidence": {"setting": "dependency_updates"}} if holds[judged] == false
