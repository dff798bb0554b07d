package rules.tag.version_new_test

import data.lib.testing
import data.rules.tag.version_new as rule

good := {"tag": "v1", "named_by_tag": true, "unique": true, "newest": true}

named := {"named_by_tag": "named by its tag", "unique": "unique", "newest": "newest"}

three := {subject | some _, subject in named}

answer(version) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.repository("release_version", version)
}

test_passes_when_the_version_is_new if {
	answer(good) == {"subjects": three, "holds": {s: true | some s in three}}
}

test_denies_only_what_does_not_hold if {
	every fact, subject in named {
		expected := object.union({s: true | some s in three}, {subject: false})
		answer(object.union(good, {fact: false})) == {"subjects": three, "holds": expected}
	}
}

test_decides_nothing_when_it_could_not_be_read if {
	every section in [testing.unread, testing.incomplete] {
		actual := {"subjects": rule.subjects, "holds": rule.holds} with input as {"repository": {"release_version": section}}
		actual == {"subjects": three, "holds": {}}
	}
}

test_names_the_tag if {
	actual := rule.detail with input as testing.repository("release_version", object.union(good, {"newest": false}))
	actual == {"newest": {"evidence": {"tag": "v1"}}}
}
