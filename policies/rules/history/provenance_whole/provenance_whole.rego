# METADATA
# title: Every file of the recent releases has provenance
# description: Where one release in ten has no provenance, its absence alarms nobody, and the one that was uploaded with a stolen token looks like the others.
# custom:
#   catalogue: HI-03
#   severity: high
#   enforcement: warn
#   collections: [strict, osps-baseline-2, osps-baseline-3]
#   reads: [registry.attested_releases]
#   handles: []
#   identity: [registry, project, version]
#   controls: [OSPS-BR-06.01]
#   references:
#     - https://peps.python.org/pep-0740/
#   message: "{subject}: not every file has provenance"
#   fix:
#     command: ""
#     click: "Publish every file from the workflow of the trusted publisher, with attestations; none by hand"
#   parameters:
#     - name: releases
#       schema: {type: integer, minimum: 1, maximum: 1000}
#       default: 20
#       weaker: lower
package rules.history.provenance_whole

import data.parameters.history.provenance_whole as parameters

ordered := sort([[time.parse_rfc3339_ns(r.published_at), r.id] | some r in input.registry.attested_releases.value])

recent contains one[1] if {
	some one in array.slice(ordered, max([0, count(ordered) - parameters.releases]), count(ordered))
}

subjects contains id if some id in recent

holds[r.id] := {r.files > 0, r.attested >= r.files} == {true} if {
	some r in input.registry.attested_releases.value
	r.id in recent
}

detail[r.id] := {
	"message": sprintf("%s: %d of %d files have provenance", [r.id, r.attested, r.files]),
	"evidence": {"registry": r.registry, "project": r.project, "version": r.version, "files": r.files, "attested": r.attested},
} if {
	some r in input.registry.attested_releases.value
	holds[r.id] == false
}
