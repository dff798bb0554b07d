# METADATA
# title: Every release environment exists
# description: A job that names an environment which does not exist creates it, without any protection, and runs.
# custom:
#   catalogue: EN-01
#   severity: high
#   enforcement: block
#   collections: [release-gate, strict, minimal, osps-baseline-3]
#   reads: [repository.environments]
#   handles: []
#   identity: [environment]
#   controls: [OSPS-AC-04.02]
#   references:
#     - https://docs.github.com/en/actions/managing-workflow-runs-and-deployments/managing-deployments/managing-environments-for-deployment
#     - https://docs.github.com/en/rest/deployments/environments
#   message: "Environment {subject} does not exist"
#   fix:
#     command: "gh api -X PUT 'repos/{repository}/environments/{subject}'"
#     click: "Settings > Environments > New environment: name it exactly {subject}, then protect it"
#   parameters: []
package rules.environment.exists

import data.lib.environments
import data.project

subjects contains name if some name in project.environments

holds[name] := name in environments.names if some name in project.environments

detail[name] := {"evidence": {"environment": name, "existing": sort(environments.names)}} if some name in environments.missing
