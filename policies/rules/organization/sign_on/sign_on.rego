# METADATA
# title: Members come through the organization's own sign-on
# description: An account that is only the provider's stays when its owner leaves; with a sign-on of its own the organization takes everything away in one place.
# custom:
#   catalogue: OR-02
#   severity: medium
#   enforcement: warn
#   collections: [strict, osps-baseline-1, osps-baseline-2, osps-baseline-3]
#   reads: [repository.owner, repository.organization_sign_on]
#   handles: []
#   identity: [setting]
#   controls: [OSPS-AC-01.01]
#   references:
#     - https://docs.github.com/en/organizations/managing-saml-single-sign-on-for-your-organization/enforcing-saml-single-sign-on-for-your-organization
#   message: "The organization does not demand its own {subject}"
#   fix:
#     command: ""
#     click: "Organization settings > Authentication security: select Enable SAML authentication and Require SAML SSO authentication"
#   parameters: []
package rules.organization.sign_on

applies := input.repository.owner.value.kind == "organization"

judged := "sign-on of members"

subjects contains judged

holds[judged] := input.repository.organization_sign_on.value.required

detail[judged] := {"evidence": {"setting": "saml"}} if holds[judged] == false
