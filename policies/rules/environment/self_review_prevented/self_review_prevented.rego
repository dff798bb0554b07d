# METADATA
# title: Nobody approves their own deployment to a release environment
# description: If the person who started the run may approve it, a required reviewer is one click by one account.
# custom:
#   catalogue: EN-03
#   severity: high
#   enforcement: block
#   collections: [release-gate, strict, osps-baseline-3]
#   reads: [repository.environments]
#   handles: ["repository.environments[].reviewers"]
#   identity: [environment]
#   controls: [OSPS-AC-04.02, OSPS-QA-07.01]
#   references:
#     - https://docs.github.com/en/actions/managing-workflow-runs-and-deployments/managing-deployments/managing-environments-for-deployment
#     - https://docs.github.com/en/rest/deployments/environments
#   message: "Environment {subject} lets people approve their own deployments"
#   fix:
#     command: ""
#     click: "Settings > Environments > {subject}: below Required reviewers, select Prevent self-review"
#   parameters: []
package rules.environment.self_review_prevented

import data.lib.environments
import data.project

subjects contains name if some name in project.environments

holds[name] := e.reviewers.value.prevent_self_review if some name, e in environments.found

holds[name] := false if some name in environments.missing

detail[name] := {"evidence": {"environment": name}} if some name, false in holds
