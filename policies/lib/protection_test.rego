package lib.protection_test

import data.lib.protection
import data.lib.testing

document := testing.protection([
	testing.branch("refs/heads/main", {}),
	testing.branch("refs/heads/release/*", {"locked": testing.unread}),
	testing.tag("refs/tags/v*", {}),
])

test_branches_and_tags_lie_under_their_refs if {
	branches := protection.branches with input as document
	object.keys(branches) == {"refs/heads/main", "refs/heads/release/*"}
	tags := protection.tags with input as document
	object.keys(tags) == {"refs/tags/v*"}
}

test_what_could_not_be_read_of_a_ref_stays_an_observation if {
	branches := protection.branches with input as document
	{ref: p.locked.status | some ref, p in branches} == {"refs/heads/main": "collected", "refs/heads/release/*": "denied"}
}

test_nothing_is_found_when_the_section_is_unreadable if {
	found := [protection.branches, protection.tags] with input as testing.unread_section("effective_protection")
	found == [{}, {}]
}
