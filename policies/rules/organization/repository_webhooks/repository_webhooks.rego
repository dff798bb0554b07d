# METADATA
# title: Webhooks of the repository are sealed by a secret and sent over verified TLS
# description: Without a secret whoever finds the address tells it whatever they like; without TLS that is verified, whoever stands in between reads along.
# custom:
#   catalogue: OR-07
#   severity: low
#   enforcement: inform
#   collections: [informational]
#   reads: [repository.webhooks]
#   handles: ["repository.webhooks[].has_secret", "repository.webhooks[].tls_verified"]
#   identity: [webhook, lacks]
#   controls: []
#   references:
#     - https://docs.github.com/en/webhooks/using-webhooks/best-practices-for-using-webhooks
#     - https://docs.github.com/en/rest/repos/webhooks
#   message: "{subject}: lacking"
#   fix:
#     command: ""
#     click: "Settings > Webhooks > the webhook: set a Secret, and choose Enable SSL verification"
#   allow_empty: Where every webhook was read and there is none, nothing is sent.
#   parameters: []
package rules.organization.repository_webhooks

hooks := input.repository.webhooks.value

subjects contains sprintf("webhook %d: %s", [hook.id, part]) if {
	some hook in hooks
	some part in ["secret", "TLS"]
}

holds[sprintf("webhook %d: secret", [hook.id])] := hook.has_secret.value if some hook in hooks

holds[sprintf("webhook %d: TLS", [hook.id])] := {startswith(hook.address, "https://"), verified} == {true} if {
	some hook in hooks
	verified := hook.tls_verified.value
}

detail[subject] := {"evidence": {"webhook": hook.id, "lacks": part}} if {
	some hook in hooks
	some part in ["secret", "TLS"]
	subject := sprintf("webhook %d: %s", [hook.id, part])
	holds[subject] == false
}
