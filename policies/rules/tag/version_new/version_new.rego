# METADATA
# title: The version is named by its tag, unique, and newer than every released one
# description: A tag that names another version, or a version that was released before, lets installers take one thing for another, or go back to what was already mended.
# custom:
#   catalogue: TG-05
#   severity: high
#   enforcement: block
#   collections: [strict, publish-path, osps-baseline-2, osps-baseline-3]
#   reads: [repository.release_version]
#   handles: []
#   identity: [tag]
#   controls: [OSPS-BR-02.01]
#   references:
#     - https://docs.github.com/en/rest/releases/releases
#     - https://semver.org
#   message: "The version of the manifest is not {subject}"
#   fix:
#     command: ""
#     click: "Choose a version that follows every release tag, write it into the project's files, and tag it with the project's release pattern ({subject})"
#   parameters: []
package rules.tag.version_new

subjects contains subject if some subject in ["named by its tag", "unique", "newest"]

holds["named by its tag"] := input.repository.release_version.value.named_by_tag

holds["unique"] := input.repository.release_version.value.unique

holds["newest"] := input.repository.release_version.value.newest

detail[subject] := {"evidence": {"tag": input.repository.release_version.value.tag}} if some subject, false in holds
