# METADATA
# title: Release environments need reviewers
# description: Without required reviewers every run that names the environment gets its secrets and its identity at once.
# custom:
#   catalogue: EN-02
#   severity: high
#   enforcement: block
#   collections: [release-gate, strict, minimal, osps-baseline-3]
#   reads: [repository.environments]
#   handles: ["repository.environments[].reviewers"]
#   identity: [environment]
#   controls: [OSPS-AC-04.02]
#   references:
#     - https://docs.github.com/en/actions/managing-workflow-runs-and-deployments/managing-deployments/managing-environments-for-deployment
#     - https://docs.github.com/en/rest/deployments/environments
#   message: "Environment {subject} has fewer required reviewers than the policy demands"
#   fix:
#     command: ""
#     click: "Settings > Environments > {subject}: select Required reviewers and name the people or teams who release"
#   parameters:
#     - name: minimum
#       schema: {type: integer, minimum: 1, maximum: 6}
#       default: 1
#       weaker: lower
package rules.environment.reviewers

import data.lib.environments
import data.parameters.environment.reviewers as parameters
import data.project

subjects contains name if some name in project.environments

holds[name] := count(e.reviewers.value.principals) >= parameters.minimum if some name, e in environments.found

holds[name] := false if some name in environments.missing

detail[name] := {"evidence": {"environment": name, "minimum": parameters.minimum}} if some name, false in holds
