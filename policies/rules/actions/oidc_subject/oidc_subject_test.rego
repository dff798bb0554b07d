package rules.actions.oidc_subject_test

import data.lib.testing
import data.rules.actions.oidc_subject as rule

answer(document) := answer_by(document, {"claim_keys": []})

answer_by(document, parameters) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.actions.oidc_subject as parameters
}

subject := "subject of identity tokens"

given(use_default, keys) := testing.repository("ci_oidc", {"use_default": use_default, "claim_keys": keys})

passes := {"subjects": {subject}, "holds": {subject: true}}

denies := {"subjects": {subject}, "holds": {subject: false}}

expected := {"claim_keys": ["repo", "context"]}

test_passes_when_the_default_is_expected_and_used if {
	answer(given(true, [])) == passes
}

test_denies_a_template_where_the_default_is_expected if {
	answer(given(false, ["actor"])) == denies
	answer(given(false, [])) == denies
}

test_passes_when_the_template_has_exactly_the_expected_claims if {
	answer_by(given(false, ["repo", "context"]), expected) == passes
}

test_denies_other_claims_fewer_more_or_in_another_order if {
	every keys in [["repo"], ["repo", "context", "actor"], ["context", "repo"], []] {
		answer_by(given(false, keys), expected) == denies
	}
}

test_denies_the_default_where_a_template_is_expected if {
	answer_by(given(true, ["repo", "context"]), expected) == denies
}

test_is_undecided_when_the_section_is_unreadable if {
	answer(testing.unread_section("ci_oidc")) == {"subjects": {subject}, "holds": {}}
	answer_by(testing.unread_section("ci_oidc"), expected) == {"subjects": {subject}, "holds": {}}
}

test_is_undecided_without_a_parameter if {
	answer_by(given(true, []), {}) == {"subjects": {subject}, "holds": {}}
}

test_shows_the_template if {
	actual := rule.detail with input as given(false, ["actor"]) with data.parameters.actions.oidc_subject as {"claim_keys": []}
	actual == {subject: {"evidence": {"use_default": false, "claim_keys": ["actor"]}}}
}
