package rules.actions.repositories_chosen_test

import data.lib.testing
import data.rules.actions.repositories_chosen as rule

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

subject := "repositories that run workflows"

given(enabled) := testing.sections({"organization_settings": {"actions": testing.collected({"repositories": enabled})}})

test_passes_when_only_chosen_repositories_or_none_run_workflows if {
	every enabled in ["selected", "none"] {
		answer(given(enabled)) == {"subjects": {subject}, "holds": {subject: true}}
	}
}

test_denies_when_every_repository_may_and_when_nobody_knows_the_word if {
	every enabled in ["all", "unknown"] {
		answer(given(enabled)) == {"subjects": {subject}, "holds": {subject: false}}
	}
}

test_is_undecided_when_the_setting_could_not_be_read if {
	answer(testing.sections({"organization_settings": {"actions": testing.unread}})) == {"subjects": {subject}, "holds": {}}
}

test_is_undecided_when_the_section_is_unreadable if {
	answer(testing.unread_section("organization_settings")) == {"subjects": {subject}, "holds": {}}
}

test_applies_to_organizations_alone if {
	rule.applies == true with input as testing.owned_by("organization")
	rule.applies == false with input as testing.owned_by("user")
	not rule.applies with input as testing.unread_section("owner")
	not rule.applies == false with input as testing.unread_section("owner")
}

test_names_the_value_that_was_found if {
	actual := rule.detail with input as given("all")
	actual == {subject: {"evidence": {"setting": "enabled_repositories", "value": "all"}}}
}
