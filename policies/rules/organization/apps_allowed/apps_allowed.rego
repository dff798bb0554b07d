# METADATA
# title: Apps that may change code or settings are on a list
# description: An app with these rights is an account that never sleeps and that nobody reviews; whoever breaks into its maker pushes to every repository it was let into.
# custom:
#   catalogue: OR-08
#   severity: high
#   enforcement: warn
#   collections: [strict]
#   reads: [repository.owner, repository.installations]
#   handles: []
#   identity: [app, permissions]
#   controls: []
#   references:
#     - https://docs.github.com/en/apps/using-github-apps/reviewing-and-modifying-installed-github-apps
#     - https://docs.github.com/en/rest/orgs/orgs
#   message: "App {subject} may change code or settings, and is not on the list"
#   fix:
#     command: ""
#     click: "Organization settings > GitHub Apps > {subject}: suspend or uninstall it, or review it and add it to the parameter allowed"
#   allow_empty: Where every installation was read and there is none, no app may change anything.
#   parameters:
#     - name: allowed
#       schema: {"type": "array", "items": {"type": "string"}, "uniqueItems": true}
#       default: []
#       weaker: more
package rules.organization.apps_allowed

import data.parameters.organization.apps_allowed as parameters

applies := input.repository.owner.value.kind == "organization"

powers := {"administration: write", "contents: write", "workflows: write"}

allowed := {app | some app in parameters.allowed}

subjects contains installation.app if some installation in input.repository.installations.value

# An app let in more than once is as strong as its strongest installation.
strong[installation.app] contains power if {
	some installation in input.repository.installations.value
	installation.suspended == false
	some power in installation.permissions
	power in powers
}

holds[app] := true in {app in allowed, count({app} - {name | some name, _ in strong}) == 1} if some app in subjects

detail[app] := {"evidence": {"app": app, "permissions": sort(permissions)}} if {
	some app, false in holds
	permissions := strong[app]
}
