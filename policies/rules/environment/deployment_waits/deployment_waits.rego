# METADATA
# title: A deployment waits, or an app has to agree to it
# description: Where a run deploys the moment it is approved, nobody who notices a mistake has the time to stop it.
# custom:
#   catalogue: EN-07
#   severity: low
#   enforcement: inform
#   collections: [informational]
#   reads: [repository.environments]
#   handles: ["repository.environments[].wait_minutes", "repository.environments[].custom_rules"]
#   identity: [environment]
#   controls: []
#   references:
#     - https://docs.github.com/en/actions/managing-workflow-runs-and-deployments/managing-deployments/managing-environments-for-deployment
#     - https://docs.github.com/en/rest/deployments/protection-rules
#   message: "Environment {subject} neither waits nor asks an app"
#   fix:
#     command: ""
#     click: "Settings > Environments > {subject}: select Wait timer, or enable a custom deployment protection rule"
#   parameters:
#     - name: minimum_minutes
#       schema: {"type": "integer", "minimum": 1, "maximum": 43200}
#       default: 5
#       weaker: lower
#     - name: apps
#       schema: {"type": "array", "items": {"type": "string", "minLength": 1}, "uniqueItems": true}
#       default: []
#       weaker: any
package rules.environment.deployment_waits

import data.lib.environments
import data.parameters.environment.deployment_waits as parameters
import data.project

subjects contains name if some name in project.environments

expected := {app | some app in parameters.apps}

# Where nobody says which app has to agree, any will do.
holds[name] := true in {minutes >= parameters.minimum_minutes, count(agreeing) > 0} if {
	some name, e in environments.found
	minutes := e.wait_minutes.value
	apps := e.custom_rules.value
	agreeing := [app | some app in apps; true in {count(parameters.apps) == 0, app in expected}]
}

holds[name] := false if some name in environments.missing

detail[name] := {"evidence": {"environment": name, "minimum_minutes": parameters.minimum_minutes}} if some name, false in holds
