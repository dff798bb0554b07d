package lib.releases_test

import data.lib.releases
import data.lib.testing
import data.lib.testing_releases

candidates(given) := found if {
	found := object.keys(releases.candidate) with input as testing.repository("releases", given)
}

test_only_releases_of_the_manifest_are_candidates if {
	other := testing_releases.release(2, [], {"of_manifest": testing.collected(false)})
	candidates([testing_releases.release(1, [], {}), other]) == {1}
}

test_a_draft_beside_it_is_one_as_well if {
	candidates([testing_releases.release(1, [], {}), testing_releases.release(2, [], {"draft": true})]) == {1, 2}
}

test_none_is_one_where_it_is_not_known if {
	candidates([testing_releases.release(1, [], {"of_manifest": testing.unread})]) == set()
	found := releases.candidate with input as testing.unread_section("releases")
	found == {}
}
