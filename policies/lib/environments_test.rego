package lib.environments_test

import data.lib.environments
import data.lib.testing

document := testing.repository("environments", [testing.environment("pypi", {}), testing.environment("Docs", {})])

declared(names) := {"environments": names}

test_declared_environments_are_found_or_missing if {
	found := environments.found with input as document with data.project as declared(["pypi", "npm"])
	object.keys(found) == {"pypi"}
	missing := environments.missing with input as document with data.project as declared(["pypi", "npm"])
	missing == {"npm"}
}

test_all_there_are_lie_under_their_names if {
	names := environments.names with input as document
	names == {"pypi", "Docs"}
	by_name := environments.by_name with input as document
	object.keys(by_name) == {"pypi", "docs"}
	without_case := environments.names_without_case with input as document
	without_case == {"pypi", "docs"}
}

test_whatever_is_declared_is_missing_when_the_section_is_unreadable if {
	document_unread := testing.unread_section("environments")
	missing := environments.missing with input as document_unread with data.project as declared(["pypi"])
	missing == {"pypi"}
	found := environments.found with input as document_unread with data.project as declared(["pypi"])
	found == {}
}
