package rules.organization.outsiders_read_test

import data.lib.testing
import data.rules.organization.outsiders_read as rule

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
}

person(id, login, role) := {"id": id, "login": login, "kind": "User", "role": role}

given(collaborators) := testing.sections({
	"access": {"collaborators": testing.collected(collaborators), "teams": testing.unread},
	"members": {
		"owners": testing.collected([{"id": 1, "login": "owner"}]),
		"others": testing.collected([{"id": 2, "login": "member"}]),
	},
})

test_passes_when_an_outsider_only_reads if {
	every role in ["read", "triage", "none"] {
		answer(given([person(3, "guest", role)])) == {"subjects": {"guest"}, "holds": {"guest": true}}
	}
}

test_denies_every_role_that_writes_and_one_nobody_knows if {
	every role in ["write", "maintain", "admin", "release-manager"] {
		answer(given([person(3, "guest", role)])) == {"subjects": {"guest"}, "holds": {"guest": false}}
	}
}

test_leaves_members_alone if {
	answer(given([person(1, "owner", "admin"), person(2, "member", "write")])) == {"subjects": set(), "holds": {}}
}

test_denies_only_the_bad_one_among_several if {
	answer(given([person(1, "owner", "admin"), person(3, "guest", "read"), person(4, "old friend", "admin")])).holds == {
		"guest": true,
		"old friend": false,
	}
}

test_decides_nothing_when_collaborators_are_unreadable if {
	answer(testing.unread_section("access")) == {"subjects": set(), "holds": {}}
}

test_applies_to_organizations_alone if {
	rule.applies == true with input as testing.owned_by("organization")
	rule.applies == false with input as testing.owned_by("user")
	not rule.applies with input as testing.unread_section("owner")
}

test_names_the_account_and_its_role if {
	actual := rule.detail with input as given([person(3, "guest", "write")])
	actual == {"guest": {"evidence": {"login": "guest", "role": "write"}}}
}

test_opens_nothing_when_the_collaborators_are_unreadable if {
	document := testing.unreadable(given([person(3, "guest", "read")]), "/repository/access/value/collaborators")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": set(), "holds": {}}
}

test_leaves_it_to_the_host_when_the_members_are_unreadable if {
	document := testing.unreadable(given([person(3, "guest", "read")]), "/repository/members")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": {"guest"}, "holds": {"guest": true}}
}

test_opens_nothing_when_the_owners_are_unreadable if {
	document := testing.unreadable(given([person(1, "owner", "admin")]), "/repository/members/value/owners")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": {"owner"}, "holds": {"owner": false}}
}

test_opens_nothing_when_the_other_members_are_unreadable if {
	document := testing.unreadable(given([person(2, "member", "write")]), "/repository/members/value/others")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
	actual == {"subjects": {"member"}, "holds": {"member": false}}
}
