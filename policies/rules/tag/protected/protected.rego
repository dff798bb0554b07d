# METADATA
# title: Release tags cannot be created by everyone, moved or deleted
# description: Publishing starts from a tag; whoever may create or move one decides which commit is released.
# custom:
#   catalogue: TG-01
#   severity: high
#   enforcement: block
#   collections: [release-gate, strict, minimal, osps-baseline-2, osps-baseline-3]
#   reads: [repository.effective_protection]
#   handles:
#     - "repository.effective_protection[].creation_restricted"
#     - "repository.effective_protection[].update_restricted"
#     - "repository.effective_protection[].deletion_blocked"
#   identity: [setting]
#   controls: [OSPS-BR-02.01]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#     - https://docs.github.com/en/rest/repos/rules
#   message: "{subject} is not restricted"
#   fix:
#     command: ""
#     click: "Settings > Rules > Rulesets > New tag ruleset for the release tags: restrict updates and deletions; restrict creations in a second ruleset whose bypass list names only who releases"
#   parameters: []
package rules.tag.protected

import data.lib.protection

subjects contains sprintf("%s %s", [ref, change]) if {
	some ref, _ in protection.tags
	some change in ["creation", "update", "deletion"]
}

holds[sprintf("%s creation", [ref])] := p.creation_restricted.value if some ref, p in protection.tags

holds[sprintf("%s update", [ref])] := p.update_restricted.value if some ref, p in protection.tags

holds[sprintf("%s deletion", [ref])] := p.deletion_blocked.value if some ref, p in protection.tags

detail[subject] := {"evidence": {"setting": "creation_restricted", "because": p.creation_restricted.because}} if {
	some ref, p in protection.tags
	subject := sprintf("%s creation", [ref])
	holds[subject] == false
}

detail[subject] := {"evidence": {"setting": "update_restricted", "because": p.update_restricted.because}} if {
	some ref, p in protection.tags
	subject := sprintf("%s update", [ref])
	holds[subject] == false
}

detail[subject] := {"evidence": {"setting": "deletion_blocked", "because": p.deletion_blocked.because}} if {
	some ref, p in protection.tags
	subject := sprintf("%s deletion", [ref])
	holds[subject] == false
}
