package rules.environment.reviewers_can_write_test

import data.lib.testing
import data.rules.environment.reviewers_can_write as rule

reviewed_by(ids) := testing.collected({
	"principals": [{"kind": "User", "id": id} | some id in ids],
	"prevent_self_review": true,
})

account(id, changes) := testing.changed(
	{
		"principal": sprintf("User %s", [id]),
		"kind": "person",
		"can_write": testing.collected(true),
		"people": testing.collected(1),
	},
	changes,
)

given(environments, accounts) := testing.sections({"environments": environments, "reviewer_accounts": accounts})

answer(environments, accounts) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as given(environments, accounts)
		with data.project as {"environments": ["pypi", "npm"]}
}

one(changes) := answer([testing.environment("pypi", {"reviewers": reviewed_by(["1"])})], [account("1", changes)])

test_passes_when_the_reviewer_is_a_person_or_a_team_of_people_who_may_write if {
	one({}) == {"subjects": {"pypi: User 1"}, "holds": {"pypi: User 1": true}}
	one({"kind": "team", "people": testing.collected(4)}).holds == {"pypi: User 1": true}
}

test_denies_each_way if {
	every changes in [
		{"kind": "app"},
		{"kind": "unknown"},
		{"can_write": testing.collected(false)},
		{"kind": "team", "people": testing.collected(0)},
	] {
		one(changes) == {"subjects": {"pypi: User 1"}, "holds": {"pypi: User 1": false}}
	}
}

test_denies_a_reviewer_behind_whom_nobody_stands if {
	answer([testing.environment("pypi", {"reviewers": reviewed_by(["1"])})], []).holds == {"pypi: User 1": false}
}

test_denies_only_the_bad_one_among_several if {
	environments := [
		testing.environment("pypi", {"reviewers": reviewed_by(["1", "2"])}),
		testing.environment("npm", {"reviewers": reviewed_by(["2"])}),
		testing.environment("docs", {"reviewers": reviewed_by(["2"])}),
	]
	answer(environments, [account("1", {}), account("2", {"kind": "app"})]) == {
		"subjects": {"pypi: User 1", "pypi: User 2", "npm: User 2"},
		"holds": {"pypi: User 1": true, "pypi: User 2": false, "npm: User 2": false},
	}
}

test_has_no_subjects_without_reviewers if {
	answer([testing.environment("pypi", {"reviewers": reviewed_by([])})], []) == {"subjects": set(), "holds": {}}
}

test_has_no_subjects_when_the_environments_are_unreadable if {
	actual := rule.subjects with input as testing.unread_section("environments") with data.project as {"environments": ["pypi"]}
	actual == set()
}

test_denies_while_the_host_would_refuse_when_an_account_is_unreadable if {
	one({"can_write": testing.unread}).holds == {"pypi: User 1": false}
	one({"people": testing.unread}).holds == {"pypi: User 1": false}
}

test_names_the_environment_and_the_reviewer if {
	environments := [testing.environment("pypi", {"reviewers": reviewed_by(["1"])})]
	actual := rule.detail with input as given(environments, [account("1", {"kind": "app"})])
		with data.project as {"environments": ["pypi"]}
	actual == {"pypi: User 1": {"evidence": {"environment": "pypi", "reviewer": "User 1"}}}
}

test_opens_nothing_when_the_reviewers_are_unreadable if {
	document := given([testing.environment("pypi", {"reviewers": testing.unread})], [account("1", {})])
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.project as {"environments": ["pypi"]}
	actual == {"subjects": set(), "holds": {}}
}

test_opens_nothing_when_the_accounts_of_reviewers_are_unreadable if {
	document := testing.unreadable(given([testing.environment("pypi", {"reviewers": reviewed_by(["1"])})], []), "/repository/reviewer_accounts")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.project as {"environments": ["pypi"]}
	actual == {"subjects": {"pypi: User 1"}, "holds": {"pypi: User 1": false}}
}
