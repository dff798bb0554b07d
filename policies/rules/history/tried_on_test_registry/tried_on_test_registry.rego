# METADATA
# title: The first publish was tried on the test registry
# description: A name and a first version cannot be published twice; what goes wrong the first time stays visible for good.
# custom:
#   catalogue: HI-05
#   severity: medium
#   enforcement: warn
#   collections: [strict]
#   reads: [manifest, registry.published, "registry.published[].versions", workspace.smoke_tests]
#   handles: []
#   identity: [registry, project]
#   controls: []
#   references:
#     - https://packaging.python.org/en/latest/guides/using-testpypi/
#   message: "{subject}: the first publish was not tried on the test registry"
#   fix:
#     command: "clean-release release smoke --only testpypi"
#     click: "Publish to the test registry first, then install it from there"
#   parameters: []
package rules.history.tried_on_test_registry

subjects contains sprintf("%s %s", [target.registry, target.project]) if {
	some target in input.manifest.value.targets
	target.registry == "pypi"
}

tried := [smoke |
	some smoke in input.workspace.smoke_tests.value
	smoke.registry == "testpypi"
	smoke.outcome == "succeeded"
	smoke.at_commit
]

holds[sprintf("%s %s", [target.registry, target.project])] := true in {count(known.versions.value) > 0, count(tried) > 0} if {
	some target in input.manifest.value.targets
	target.registry == "pypi"
	some known in input.registry.published.value
	[known.registry, known.project] == [target.registry, target.project]
	input.workspace.smoke_tests.value
}

detail[subject] := {"evidence": {"registry": target.registry, "project": target.project}} if {
	some target in input.manifest.value.targets
	subject := sprintf("%s %s", [target.registry, target.project])
	holds[subject] == false
}
