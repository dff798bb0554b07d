# METADATA
# title: Every target of the manifest is one the project declares
# description: Whoever writes the manifest writes where it goes. A target that nobody declared publishes under a name or to a registry that no rule was ever asked about.
# custom:
#   catalogue: MF-05
#   severity: high
#   enforcement: block
#   collections: [strict, publish-path]
#   reads: [manifest]
#   handles: []
#   identity: [registry, project]
#   controls: []
#   references:
#     - https://slsa.dev/spec/v1.0/threats
#   message: "{subject} is no target that the project file declares"
#   fix:
#     command: ""
#     click: "Take {subject} out of the manifest, or add it to release.targets of the project file and have that reviewed"
#   parameters: []
package rules.manifest.targets_declared

import data.project

declared contains [target.registry, target.project] if some target in project.targets

# Where the project declares nothing there is nothing to hold a target to: no subject, so nothing is decided.
targets contains target if {
	count(project.targets) > 0
	some target in input.manifest.value.targets
}

subjects contains sprintf("%s %s", [target.registry, target.project]) if some target in targets

holds[sprintf("%s %s", [target.registry, target.project])] := [target.registry, target.project] in declared if {
	some target in targets
}

detail[subject] := {"evidence": {"registry": target.registry, "project": target.project}} if {
	some target in targets
	subject := sprintf("%s %s", [target.registry, target.project])
	holds[subject] == false
}
