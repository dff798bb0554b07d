# METADATA
# title: Tag patterns of release environments match protected tags only
# description: A tag that anyone can move reaches the release environment.
# custom:
#   catalogue: EN-04
#   severity: high
#   enforcement: block
#   collections: [release-gate]
#   reads: [repository.environments, repository.ref_rules, repository.release_refs]
#   message: "{subject} is no protected tag"
#   fix: {click: "Mend {subject}", command: ""}
package rules.environment.tag_patterns_protected

import data.lib.env
import data.lib.refs
import data.project

patterns[sprintf("%s %s", [name, x.pattern])] contains x if {
	some name in project.environments
	some x in env.named[name].deploy_refs.patterns
}

subjects contains id if some id, _ in patterns

holds[id] := {y | some x in xs; y := {x.kind == "tag", x.pattern in refs.protected_tags} == {true}} == {true} if some id, xs in patterns
