# METADATA
# title: The subject of identity tokens is made as expected
# description: A registry or a cloud trusts the subject of the token; where it is made of other claims than they were told, a run of another branch or repository may have the one they trust.
# custom:
#   catalogue: AC-12
#   severity: high
#   enforcement: block
#   collections: [strict]
#   reads: [repository.ci_oidc]
#   handles: []
#   identity: [use_default, claim_keys]
#   controls: []
#   references:
#     - https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments/about-security-hardening-with-openid-connect
#     - https://docs.github.com/en/rest/actions/oidc
#   message: "The {subject} is not made as expected"
#   fix:
#     command: "gh api -X PUT 'repos/{repository}/actions/oidc/customization/sub' -F use_default=true"
#     click: "Put the template back as the command does, or name its claims in the parameter claim_keys, in their order"
#   parameters:
#     - name: claim_keys
#       schema: {"type": "array", "items": {"type": "string", "minLength": 1}, "uniqueItems": true}
#       default: []
#       weaker: any
package rules.actions.oidc_subject

import data.parameters.actions.oidc_subject as parameters

token := "subject of identity tokens"

subjects contains token

holds[token] := input.repository.ci_oidc.value.use_default if count(parameters.claim_keys) == 0

holds[token] := {template.use_default == false, template.claim_keys == parameters.claim_keys} == {true} if {
	count(parameters.claim_keys) > 0
	template := input.repository.ci_oidc.value
}

detail[token] := {"evidence": {
	"use_default": input.repository.ci_oidc.value.use_default,
	"claim_keys": input.repository.ci_oidc.value.claim_keys,
}} if {
	holds[token] == false
}
