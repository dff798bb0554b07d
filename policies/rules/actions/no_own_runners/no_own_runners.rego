# METADATA
# title: A public repository has no self-hosted runners
# description: Anybody can fork a public repository and send a pull request; where it runs on a machine of one's own, the stranger's code stays there for the job that publishes.
# custom:
#   catalogue: AC-11
#   severity: high
#   enforcement: warn
#   collections: [strict, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [repository.repository, repository.runners]
#   handles: []
#   identity: [runners]
#   controls: [OSPS-BR-01.03]
#   references:
#     - https://docs.github.com/en/actions/security-for-github-actions/security-guides/security-hardening-for-github-actions
#     - https://docs.github.com/en/rest/actions/self-hosted-runners
#   message: "The repository is public and has {subject}"
#   fix:
#     command: ""
#     click: "Settings > Actions > Runners: remove every self-hosted runner, or make the repository private"
#   parameters: []
package rules.actions.no_own_runners

applies := input.repository.repository.value.visibility in {"public", "unknown"}

runners := "self-hosted runners"

subjects contains runners

holds[runners] := count(input.repository.runners.value) == 0

detail[runners] := {"evidence": {"runners": sort([runner.name | some runner in input.repository.runners.value])}} if {
	holds[runners] == false
}
