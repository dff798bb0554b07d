package rules.organization.webhooks_sealed_test

import data.lib.testing
import data.rules.organization.webhooks_sealed as rule

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

hook(id, changes) := testing.changed(
	{
		"id": id,
		"active": true,
		"events": ["push"],
		"address": "https://hooks.example",
		"tls_verified": testing.collected(true),
		"has_secret": testing.collected(true),
	},
	changes,
)

given(hooks) := testing.repository("organization_settings", {"webhooks": testing.collected(hooks)})

test_passes_when_a_webhook_has_both if {
	answer(given([hook(1, {})])) == {
		"subjects": {"webhook 1: secret", "webhook 1: TLS"},
		"holds": {"webhook 1: secret": true, "webhook 1: TLS": true},
	}
}

test_denies_each_way if {
	answer(given([hook(1, {"has_secret": testing.collected(false)})])).holds == {"webhook 1: secret": false, "webhook 1: TLS": true}
	answer(given([hook(1, {"tls_verified": testing.collected(false)})])).holds == {"webhook 1: secret": true, "webhook 1: TLS": false}
	answer(given([hook(1, {"address": "http://hooks.example"})])).holds == {"webhook 1: secret": true, "webhook 1: TLS": false}
	answer(given([hook(1, {"address": ""})])).holds == {"webhook 1: secret": true, "webhook 1: TLS": false}
}

test_denies_only_the_bad_one_among_several if {
	answer(given([hook(1, {}), hook(2, {"has_secret": testing.collected(false)})])).holds == {
		"webhook 1: secret": true,
		"webhook 1: TLS": true,
		"webhook 2: secret": false,
		"webhook 2: TLS": true,
	}
}

test_leaves_undecided_only_what_could_not_be_read if {
	answer(given([hook(1, {"has_secret": testing.unread})])).holds == {"webhook 1: TLS": true}
	answer(given([hook(1, {"tls_verified": testing.unread})])).holds == {"webhook 1: secret": true}
}

test_has_no_subjects_without_webhooks_and_when_they_are_unreadable if {
	answer(given([])) == {"subjects": set(), "holds": {}}
	answer(testing.unread_section("organization_settings")) == {"subjects": set(), "holds": {}}
}

test_applies_to_organizations_alone if {
	rule.applies == true with input as testing.owned_by("organization")
	rule.applies == false with input as testing.owned_by("user")
	not rule.applies with input as testing.unread_section("owner")
}

test_names_the_webhook_and_what_it_lacks if {
	actual := rule.detail with input as given([hook(1, {"has_secret": testing.collected(false)})])
	actual == {"webhook 1: secret": {"evidence": {"webhook": 1, "lacks": "secret"}}}
}

test_opens_nothing_when_the_webhooks_are_unreadable if {
	document := testing.unreadable(given([]), "/repository/organization_settings/value/webhooks")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": set(), "holds": {}}
}
