# METADATA
# title: Messages and addresses of commits on release branches have a declared form
# description: Whoever takes a stolen token may write any name and address into a commit; a pattern for addresses keeps strangers' commits off the branch that is released.
# custom:
#   catalogue: BR-33
#   severity: low
#   enforcement: inform
#   collections: [informational]
#   reads: [repository.effective_protection]
#   handles: ["repository.effective_protection[].message_pattern", "repository.effective_protection[].author_pattern", "repository.effective_protection[].committer_pattern"]
#   identity: [setting]
#   controls: []
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#     - https://docs.github.com/en/rest/repos/rules
#   message: "{subject}: no ruleset demands a pattern for this"
#   fix:
#     command: ""
#     click: "Settings > Rules > Rulesets: on the ruleset of the branch, select Restrict commit metadata and add the pattern ({subject})"
#   parameters:
#     - name: patterns
#       schema: {type: array, items: {type: string, enum: [message, author, committer]}, minItems: 1, uniqueItems: true}
#       default: [message, author, committer]
#       weaker: fewer
package rules.branch.commit_metadata

import data.lib.protection
import data.parameters.branch.commit_metadata as parameters

by_pattern := {pattern: judged |
	some pattern in parameters.patterns
	judged := {sprintf("%s %s", [ref, pattern]): p | some ref, p in protection.branches}
}

subjects contains subject if {
	some judged in by_pattern
	some subject, _ in judged
}

holds[subject] := p.message_pattern.value if some subject, p in by_pattern.message

detail[subject] := {"evidence": {"setting": "message_pattern", "because": p.message_pattern.because}} if {
	some subject, p in by_pattern.message
	holds[subject] == false
}

holds[subject] := p.author_pattern.value if some subject, p in by_pattern.author

detail[subject] := {"evidence": {"setting": "author_pattern", "because": p.author_pattern.because}} if {
	some subject, p in by_pattern.author
	holds[subject] == false
}

holds[subject] := p.committer_pattern.value if some subject, p in by_pattern.committer

detail[subject] := {"evidence": {"setting": "committer_pattern", "because": p.committer_pattern.because}} if {
	some subject, p in by_pattern.committer
	holds[subject] == false
}
