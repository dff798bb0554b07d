# METADATA
# title: Workflow files have code owners
# description: A change of the release workflow decides what is published and with which credentials; without an owner any colleague's approval lets it through.
# custom:
#   catalogue: BR-09
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-3]
#   reads: [repository.code_ownership]
#   handles: []
#   identity: []
#   controls: [OSPS-QA-07.01]
#   references:
#     - https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
#   message: "{subject} is not guarded by a code owner"
#   fix:
#     command: ""
#     click: "Add the line /.github/workflows/ with the team that releases to .github/CODEOWNERS, as the last line that matches these files"
#   parameters: []
package rules.branch.workflows_owned

subjects contains subject if some subject in ["CODEOWNERS", ".github/workflows"]

holds["CODEOWNERS"] := input.repository.code_ownership.value.present

holds[".github/workflows"] := input.repository.code_ownership.value.workflows_owned
