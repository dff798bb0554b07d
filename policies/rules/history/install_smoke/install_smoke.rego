# METADATA
# title: What was published was installed and ran within minutes
# description: That the upload succeeded does not mean that anybody can install it.
# custom:
#   catalogue: HI-02
#   severity: medium
#   enforcement: warn
#   collections: [strict]
#   reads: [manifest, workspace.release_steps, workspace.smoke_tests]
#   handles: []
#   identity: [registry, project]
#   controls: []
#   references:
#     - https://packaging.python.org/en/latest/tutorials/installing-packages/
#   message: "{subject}: what was published was not installed and run in time"
#   fix:
#     command: "clean-release release smoke"
#     click: ""
#   parameters:
#     - name: seconds
#       schema: {type: integer, minimum: 1, maximum: 3600}
#       default: 300
#       weaker: higher
package rules.history.install_smoke

import data.parameters.history.install_smoke as parameters

applies := count(published) > 0 if input.workspace.release_steps.value

published := [step |
	some step in input.workspace.release_steps.value
	step.step == "publish"
	step.outcome == "succeeded"
]

installed_from := {"pypi", "testpypi"}

subjects contains sprintf("%s %s", [target.registry, target.project]) if {
	some target in input.manifest.value.targets
	target.registry in installed_from
}

holds[sprintf("%s %s", [target.registry, target.project])] := count(good(target)) > 0 if {
	some target in input.manifest.value.targets
	target.registry in installed_from
	input.workspace.smoke_tests.value
}

good(target) := [smoke |
	some smoke in input.workspace.smoke_tests.value
	[smoke.registry, smoke.project] == [target.registry, target.project]
	smoke.outcome == "succeeded"
	smoke.at_commit
	smoke.seconds <= parameters.seconds
]

detail[subject] := {"evidence": {"registry": target.registry, "project": target.project}} if {
	some target in input.manifest.value.targets
	subject := sprintf("%s %s", [target.registry, target.project])
	holds[subject] == false
}
