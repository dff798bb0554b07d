package rules.hygiene.repository_as_declared_test

import data.lib.testing
import data.rules.hygiene.repository_as_declared as rule

answer(document) := answer_by(document, {"visibilities": ["public"], "default_branches": ["main"], "forking": true})

answer_by(document, parameters) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.hygiene.repository_as_declared as parameters
}

settings := {"archived", "default branch", "forking", "visibility"}

given(changes) := testing.repository("repository", testing.changed(
	{
		"default_branch": "main",
		"visibility": "public",
		"archived": false,
		"forking_allowed": testing.collected(true),
	},
	changes,
))

denied(changes) := {setting | some setting, ok in answer(given(changes)).holds; ok == false}

test_passes_when_all_is_as_declared if {
	answer(given({})) == {"subjects": settings, "holds": {setting: true | some setting in settings}}
}

test_denies_each_way if {
	denied({"archived": true}) == {"archived"}
	denied({"default_branch": "trunk"}) == {"default branch"}
	denied({"visibility": "private"}) == {"visibility"}
	denied({"visibility": "unknown"}) == {"visibility"}
	denied({"forking_allowed": testing.collected(false)}) == {"forking"}
}

test_leaves_undecided_only_what_could_not_be_read if {
	object.keys(answer(given({"forking_allowed": testing.unread})).holds) == settings - {"forking"}
}

test_is_undecided_when_the_section_is_unreadable_and_without_parameters if {
	answer(testing.unread_section("repository")) == {"subjects": settings, "holds": {}}
	answer_by(given({}), {}) == {"subjects": settings, "holds": {"archived": true}}
}

test_names_the_setting if {
	parameters := {"visibilities": ["public"], "default_branches": ["main"], "forking": true}
	actual := rule.detail with input as given({"archived": true}) with data.parameters.hygiene.repository_as_declared as parameters
	actual == {"archived": {"evidence": {"setting": "archived"}}}
}
