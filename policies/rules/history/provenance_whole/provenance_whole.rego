# METADATA
# title: Every file of the recent releases has provenance
# description: Where one release in ten has no provenance, its absence alarms nobody, and the one that was uploaded with a stolen token looks like the others.
# custom:
#   catalogue: HI-03
#   severity: high
#   enforcement: warn
#   collections: [strict, osps-baseline-2, osps-baseline-3]
#   reads: [registry.attested_releases, "registry.attested_releases[].releases"]
#   handles: ["registry.attested_releases[].releases[].files[].own"]
#   identity: [registry, project, version, file]
#   controls: [OSPS-BR-06.01]
#   references:
#     - https://peps.python.org/pep-0740/
#   message: "{subject}: nothing of the project's repository attests to this file"
#   fix:
#     command: ""
#     click: "Publish every file from the workflow of the trusted publisher, with attestations; none by hand"
#   parameters:
#     - name: releases
#       schema: {type: integer, minimum: 1, maximum: 20}
#       default: 20
#       weaker: lower
#   allow_empty: Before the second release there is no earlier one to look at.
package rules.history.provenance_whole

import data.parameters.history.provenance_whole as parameters

subjects contains sprintf("%s %s", [project.id, file.name]) if {
	some project in input.registry.attested_releases.value
	some release in project.releases.value
	release.newer < parameters.releases
	some file in release.files
}

holds[sprintf("%s %s", [project.id, file.name])] := file.own.value if {
	some project in input.registry.attested_releases.value
	some release in project.releases.value
	release.newer < parameters.releases
	some file in release.files
}

detail[subject] := {"evidence": {
	"registry": project.registry,
	"project": project.project,
	"version": release.version,
	"file": file.name,
}} if {
	some project in input.registry.attested_releases.value
	some release in project.releases.value
	some file in release.files
	subject := sprintf("%s %s", [project.id, file.name])
	holds[subject] == false
}
