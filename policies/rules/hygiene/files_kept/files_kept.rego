# METADATA
# title: There is a licence and a lock file, and no machine code among the sources
# description: Nobody can review machine code, nobody can rebuild what was built from unlocked dependencies, and nobody may use what has no licence.
# custom:
#   catalogue: HY-05
#   severity: low
#   enforcement: inform
#   collections: [informational, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [repository.repository_files]
#   handles:
#     - repository.repository_files.licence
#     - repository.repository_files.binaries
#     - workspace.lock_files
#   identity: [part]
#   controls: [OSPS-LE-03.01, OSPS-LE-03.02, OSPS-QA-02.01, OSPS-QA-05.01, OSPS-QA-05.02]
#   references:
#     - https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/licensing-a-repository
#   message: "{subject}: not as it should be"
#   fix:
#     command: ""
#     click: "Commit a LICENSE file and the lock file of the package manager, and replace machine code by what it is built from"
#   parameters: []
package rules.hygiene.files_kept

parts := {"licence", "lock file", "no machine code"}

subjects contains part if some part in parts

holds["licence"] := input.repository.repository_files.value.licence.value

holds["no machine code"] := count(input.repository.repository_files.value.binaries.value) == 0

holds["lock file"] := true in {file.present | some file in locks} if locks := input.workspace.lock_files.value

detail[part] := {"evidence": {"part": part}} if some part, false in holds
