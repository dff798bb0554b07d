# METADATA
# title: The build run succeeded, in the right workflow, for this tag, version and commit
# description: Files of a run that failed, or of another tag, look like those of the release until somebody installs them.
# custom:
#   catalogue: WS-10
#   severity: high
#   enforcement: block
#   collections: [supply-chain, strict, osps-baseline-2, osps-baseline-3]
#   reads: [manifest, evidence.build_runs]
#   handles: []
#   identity: [run, part]
#   controls: [OSPS-BR-06.01]
#   references:
#     - https://docs.github.com/en/rest/actions/workflow-runs
#   message: "{subject} is not that of the release"
#   fix:
#     command: ""
#     click: "Build the release in the release workflow at its tag, and give the record that this run signs with --evidence"
#   parameters:
#     - name: workflows
#       schema: {type: array, items: {type: string, minLength: 1, maxLength: 300}, minItems: 1, maxItems: 50, uniqueItems: true}
#       default: [.github/workflows/release.yml]
#       weaker: more
package rules.workspace.build_run

import data.parameters.workspace.build_run as parameters

workflows := {path | some path in parameters.workflows}

sha256s contains a.sha256 if some a in input.manifest.value.artifacts

parts := {"conclusion", "workflow", "tag", "version", "source", "signature", "binding"}

subjects contains sprintf("%s of %s", [part, r.id]) if {
	some r in input.evidence.build_runs.value
	some part in parts
}

holds[sprintf("conclusion of %s", [r.id])] := r.conclusion == "success" if some r in input.evidence.build_runs.value

holds[sprintf("workflow of %s", [r.id])] := r.workflow in workflows if some r in input.evidence.build_runs.value

holds[sprintf("tag of %s", [r.id])] := sprintf("refs/tags/%s", [r.tag]) == input.manifest.value.source.ref if {
	some r in input.evidence.build_runs.value
}

holds[sprintf("version of %s", [r.id])] := r.version == input.manifest.value.version if {
	some r in input.evidence.build_runs.value
}

holds[sprintf("source of %s", [r.id])] := [lower(r.host), lower(r.repository), r.commit] == [
	lower(input.manifest.value.source.host),
	lower(input.manifest.value.source.repository),
	input.manifest.value.source.commit,
] if {
	some r in input.evidence.build_runs.value
}

# Nothing ties a run to a release that the manifest does not name and that names none of its files.
holds[sprintf("binding of %s", [r.id])] := true in {r.declared, r.sha256 in sha256s} if {
	some r in input.evidence.build_runs.value
}

holds[sprintf("signature of %s", [r.id])] := r.verified if some r in input.evidence.build_runs.value

detail[subject] := {"evidence": {
	"run": r.run_id,
	"part": part,
	"attempt": r.attempt,
	"workflow": r.workflow,
	"conclusion": r.conclusion,
	"tag": r.tag,
	"version": r.version,
}} if {
	some r in input.evidence.build_runs.value
	some part in parts
	subject := sprintf("%s of %s", [part, r.id])
	holds[subject] == false
}
