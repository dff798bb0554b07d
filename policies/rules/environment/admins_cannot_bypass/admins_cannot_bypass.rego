# METADATA
# title: Administrators cannot bypass the protection of a release environment
# description: The provider lets administrators skip reviewers unless told otherwise; the gate then holds for everyone but the accounts worth stealing.
# custom:
#   catalogue: EN-04
#   severity: high
#   enforcement: block
#   collections: [release-gate, strict, osps-baseline-3]
#   reads: [repository.environments]
#   handles: ["repository.environments[].admins_bypass"]
#   identity: [environment]
#   controls: [OSPS-AC-04.02]
#   references:
#     - https://docs.github.com/en/actions/managing-workflow-runs-and-deployments/managing-deployments/managing-environments-for-deployment
#   message: "Administrators may bypass the protection of environment {subject}"
#   fix:
#     command: ""
#     click: "Settings > Environments > {subject}: clear Allow administrators to bypass configured protection rules"
#   parameters: []
package rules.environment.admins_cannot_bypass

import data.lib.environments
import data.project

subjects contains name if some name in project.environments

holds[name] := e.admins_bypass.value == false if some name, e in environments.found

holds[name] := false if some name in environments.missing

detail[name] := {"evidence": {"environment": name}} if some name, false in holds
