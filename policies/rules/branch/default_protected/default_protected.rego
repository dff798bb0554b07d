# METADATA
# title: The default branch is protected
# description: An unprotected default branch takes any push; whatever is released from it was reviewed by nobody.
# custom:
#   catalogue: BR-01
#   severity: high
#   enforcement: block
#   collections: [release-gate, strict, minimal, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [repository.repository, repository.effective_protection]
#   handles: ["repository.effective_protection[].protected"]
#   identity: [setting]
#   controls: [OSPS-AC-03.01, OSPS-AC-03.02]
#   references:
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-protected-branches/about-protected-branches
#     - https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/managing-rulesets/available-rules-for-rulesets
#   message: "{subject} is the default branch and nothing protects it"
#   fix:
#     command: "gh api -X POST 'repos/{repository}/rulesets' -f 'name=protect {branch}' -f target=branch -f enforcement=active -f 'conditions[ref_name][include][]={subject}' -F 'conditions[ref_name][exclude][]' -f 'rules[][type]=deletion' -f 'rules[][type]=non_fast_forward'"
#     click: "Settings > Rules > Rulesets > New branch ruleset: target {branch}, enforcement Active"
#   parameters: []
package rules.branch.default_protected

import data.lib.protection

default_branch := sprintf("refs/heads/%s", [input.repository.repository.value.default_branch])

# The host derives the protection of release refs only: a default branch that is none of them leaves nothing to judge.
subjects contains default_branch if protection.branches[default_branch]

holds[ref] := p.protected.value if {
	ref := default_branch
	p := protection.branches[ref]
}

detail[ref] := {"evidence": {"setting": "protected", "because": p.protected.because}} if {
	some ref, false in holds
	p := protection.branches[ref]
}
