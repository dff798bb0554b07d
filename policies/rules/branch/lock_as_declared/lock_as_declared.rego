# METADATA
# title: Release branches are locked, closed to new ones and cut off from forks as declared
# description: A branch that was to be frozen and is not takes changes nobody expects; one that is locked against the plan shows that somebody changed its settings.
# custom:
#   catalogue: BR-27
#   severity: low
#   enforcement: inform
#   collections: [informational]
#   reads: [repository.effective_protection]
#   handles: ["repository.effective_protection[].locked", "repository.effective_protection[].fork_syncing_blocked", "repository.effective_protection[].creation_restricted"]
#   identity: [setting]
#   controls: []
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
#   message: "{subject}: the setting is not as the policy declares it"
#   fix:
#     command: ""
#     click: "Settings > Branches: on the rule of the branch, set Lock branch, Allow fork syncing and Block creations as declared ({subject}), or declare them otherwise"
#   parameters:
#     - name: locked
#       schema: {type: boolean}
#       default: false
#       weaker: any
#     - name: fork_syncing_blocked
#       schema: {type: boolean}
#       default: false
#       weaker: any
#     - name: creation_restricted
#       schema: {type: boolean}
#       default: false
#       weaker: any
package rules.branch.lock_as_declared

import data.lib.protection
import data.parameters.branch.lock_as_declared as parameters

by_setting := {setting: judged |
	some setting in ["locked", "fork_syncing_blocked", "creation_restricted"]
	judged := {sprintf("%s %s", [ref, setting]): p | some ref, p in protection.branches}
}

subjects contains subject if {
	some judged in by_setting
	some subject, _ in judged
}

holds[subject] := p.locked.value == parameters.locked if some subject, p in by_setting.locked

holds[subject] := p.fork_syncing_blocked.value == parameters.fork_syncing_blocked if some subject, p in by_setting.fork_syncing_blocked

holds[subject] := p.creation_restricted.value == parameters.creation_restricted if some subject, p in by_setting.creation_restricted

detail[subject] := {"evidence": {"setting": "locked", "because": p.locked.because}} if {
	some subject, p in by_setting.locked
	holds[subject] == false
}

detail[subject] := {"evidence": {"setting": "fork_syncing_blocked", "because": p.fork_syncing_blocked.because}} if {
	some subject, p in by_setting.fork_syncing_blocked
	holds[subject] == false
}

detail[subject] := {"evidence": {"setting": "creation_restricted", "because": p.creation_restricted.because}} if {
	some subject, p in by_setting.creation_restricted
	holds[subject] == false
}
