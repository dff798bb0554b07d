# METADATA
# title: A declared publisher attests to every published file
# description: A file that nobody attests to, or that another publisher does, may have been uploaded by whoever held a token.
# custom:
#   catalogue: TP-08
#   severity: medium
#   enforcement: warn
#   collections: [registry, strict, osps-baseline-2, osps-baseline-3]
#   reads: [registry.publication, "registry.publication[].files"]
#   handles: ["registry.publication[].files[].declared"]
#   identity: [registry, project, file]
#   controls: [OSPS-BR-06.01]
#   references:
#     - https://peps.python.org/pep-0740/
#   message: "{subject}: no declared publisher attests to this file"
#   fix:
#     command: ""
#     click: "Publish with trusted publishing and attestations, and declare that publisher in the project file"
#   parameters: []
#   allow_empty: Before the first file of a version is published there is nothing to attest to.
package rules.publisher.provenance_declared

applies := input.context.registry.present

subjects contains sprintf("%s %s", [publication.id, file.name]) if {
	some publication in input.registry.publication.value
	some file in publication.files.value
}

holds[sprintf("%s %s", [publication.id, file.name])] := file.declared.value if {
	some publication in input.registry.publication.value
	some file in publication.files.value
}

detail[subject] := {"evidence": {
	"registry": publication.registry,
	"project": publication.project,
	"file": file.name,
}} if {
	some publication in input.registry.publication.value
	some file in publication.files.value
	subject := sprintf("%s %s", [publication.id, file.name])
	holds[subject] == false
}
