package rules.secret.environment_only_test

import data.lib.testing
import data.rules.secret.environment_only as rule

names(secrets) := testing.collected([{"name": name, "updated_at": "2026-01-01T00:00:00Z"} | some name in secrets])

given(scopes) := testing.repository("secret_names", [{"scope": scope, "names": n} | some scope, n in scopes])

answer(scopes, tokens) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(scopes)
		with data.project as {"publish_tokens": tokens}
}

both := {"NPM_TOKEN in repository secrets", "NPM_TOKEN in organization secrets"}

test_passes_when_no_shared_scope_stores_the_token if {
	answer({"repository": names(["CODECOV"]), "organization": names([])}, ["NPM_TOKEN"]) == {
		"subjects": both,
		"holds": {"NPM_TOKEN in repository secrets": true, "NPM_TOKEN in organization secrets": true},
	}
}

test_denies_when_the_token_is_a_repository_secret if {
	answer({"repository": names(["NPM_TOKEN"]), "organization": names([])}, ["NPM_TOKEN"]) == {
		"subjects": both,
		"holds": {"NPM_TOKEN in repository secrets": false, "NPM_TOKEN in organization secrets": true},
	}
}

test_denies_when_the_token_is_an_organization_secret if {
	answer({"repository": names([]), "organization": names(["NPM_TOKEN"])}, ["NPM_TOKEN"]) == {
		"subjects": both,
		"holds": {"NPM_TOKEN in repository secrets": true, "NPM_TOKEN in organization secrets": false},
	}
}

test_denies_when_the_token_is_declared_in_lower_case if {
	answer({"repository": names(["NPM_TOKEN"]), "organization": names([])}, ["npm_token"]) == {
		"subjects": {"npm_token in repository secrets", "npm_token in organization secrets"},
		"holds": {"npm_token in repository secrets": false, "npm_token in organization secrets": true},
	}
}

test_denies_only_the_shared_token_among_several if {
	answer({"repository": names(["A", "NPM_TOKEN", "Z"]), "organization": names(["A"])}, ["NPM_TOKEN", "TWINE_PASSWORD"]) == {
		"subjects": (both | {"TWINE_PASSWORD in repository secrets", "TWINE_PASSWORD in organization secrets"}),
		"holds": {
			"NPM_TOKEN in repository secrets": false,
			"NPM_TOKEN in organization secrets": true,
			"TWINE_PASSWORD in repository secrets": true,
			"TWINE_PASSWORD in organization secrets": true,
		},
	}
}

test_passes_when_the_name_only_begins_like_the_token if {
	answer({"repository": names(["NPM_TOKEN_TEST"]), "organization": names([])}, ["NPM_TOKEN"]) == {
		"subjects": both,
		"holds": {"NPM_TOKEN in repository secrets": true, "NPM_TOKEN in organization secrets": true},
	}
}

test_leaves_undecided_only_the_scope_that_could_not_be_read if {
	answer({"repository": names([]), "organization": testing.unread}, ["NPM_TOKEN"]) == {
		"subjects": both,
		"holds": {"NPM_TOKEN in repository secrets": true},
	}
}

test_leaves_undecided_a_scope_that_was_not_listed if {
	answer({"repository": names([])}, ["NPM_TOKEN"]) == {
		"subjects": both,
		"holds": {"NPM_TOKEN in repository secrets": true},
	}
}

test_leaves_undecided_a_scope_that_was_read_in_part if {
	answer({"repository": testing.incomplete, "organization": names([])}, ["NPM_TOKEN"]) == {
		"subjects": both,
		"holds": {"NPM_TOKEN in organization secrets": true},
	}
}

test_ignores_the_secrets_of_other_scopes if {
	scopes := {"repository": names([]), "organization": names([]), "dependabot": names(["NPM_TOKEN"])}
	answer(scopes, ["NPM_TOKEN"]) == {
		"subjects": both,
		"holds": {"NPM_TOKEN in repository secrets": true, "NPM_TOKEN in organization secrets": true},
	}
}

test_has_no_subjects_when_the_project_declares_no_token if {
	answer({"repository": names(["NPM_TOKEN"])}, []) == {"subjects": set(), "holds": {}}
}

test_is_undecided_when_the_section_is_unreadable if {
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.unread_section("secret_names")
		with data.project as {"publish_tokens": ["NPM_TOKEN"]}
	actual == {"subjects": both, "holds": {}}
}

test_names_the_token_and_its_scope if {
	actual := rule.detail with input as given({"repository": names(["NPM_TOKEN"]), "organization": names([])})
		with data.project as {"publish_tokens": ["NPM_TOKEN", "OTHER"]}
	actual == {"NPM_TOKEN in repository secrets": {"evidence": {"token": "NPM_TOKEN", "scope": "repository"}}}
}
