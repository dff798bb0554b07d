package rules.environment.refs_restricted_test

import data.lib.testing
import data.rules.environment.refs_restricted as rule

answer(environments, declared) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as testing.repository("environments", environments)
		with data.project as {"environments": declared}
}

deploys(mode, patterns) := {"deploy_refs": testing.collected({"mode": mode, "patterns": patterns})}

release_tags := {"kind": "tag", "pattern": "v*", "only_release_refs": true}

everything := {"kind": "branch", "pattern": "*", "only_release_refs": false}

test_passes_when_every_pattern_names_only_release_refs if {
	answer([testing.environment("pypi", deploys("custom", [release_tags]))], ["pypi"]) == {
		"subjects": {"pypi"},
		"holds": {"pypi": true},
	}
}

test_denies_when_whatever_branch_is_protected_may_deploy if {
	answer([testing.environment("pypi", deploys("protected", []))], ["pypi"]) == {
		"subjects": {"pypi"},
		"holds": {"pypi": false},
	}
}

test_denies_when_any_ref_may_deploy if {
	answer([testing.environment("pypi", deploys("any", []))], ["pypi"]) == {"subjects": {"pypi"}, "holds": {"pypi": false}}
}

test_denies_any_ref_even_beside_a_good_pattern if {
	answer([testing.environment("pypi", deploys("any", [release_tags]))], ["pypi"]) == {
		"subjects": {"pypi"},
		"holds": {"pypi": false},
	}
}

test_denies_a_custom_policy_without_patterns if {
	answer([testing.environment("pypi", deploys("custom", []))], ["pypi"]) == {"subjects": {"pypi"}, "holds": {"pypi": false}}
}

test_denies_when_one_pattern_among_several_names_other_refs if {
	answer([testing.environment("pypi", deploys("custom", [release_tags, everything, release_tags]))], ["pypi"]) == {
		"subjects": {"pypi"},
		"holds": {"pypi": false},
	}
}

test_denies_when_the_environment_does_not_exist if {
	answer([], ["pypi"]) == {"subjects": {"pypi"}, "holds": {"pypi": false}}
}

test_denies_only_the_weak_environment_among_several if {
	environments := [
		testing.environment("pypi", {}),
		testing.environment("npm", deploys("any", [])),
		testing.environment("crates", {}),
		testing.environment("docs", deploys("any", [])),
	]
	answer(environments, ["pypi", "npm", "crates"]) == {
		"subjects": {"pypi", "npm", "crates"},
		"holds": {"pypi": true, "npm": false, "crates": true},
	}
}

test_leaves_undecided_only_the_environment_that_could_not_be_read if {
	environments := [
		testing.environment("pypi", {"deploy_refs": testing.unread}),
		testing.environment("npm", {"deploy_refs": testing.incomplete}),
		testing.environment("crates", {}),
	]
	answer(environments, ["pypi", "npm", "crates"]) == {
		"subjects": {"pypi", "npm", "crates"},
		"holds": {"crates": true},
	}
}

test_names_the_environment_that_other_refs_deploy_to if {
	environments := [testing.environment("pypi", deploys("custom", [everything])), testing.environment("npm", {})]
	actual := rule.detail with input as testing.repository("environments", environments)
		with data.project as {"environments": ["pypi", "npm"]}
	actual == {"pypi": {"evidence": {"environment": "pypi"}}}
}

test_has_no_subjects_when_the_project_declares_no_environment if {
	answer([testing.environment("pypi", {})], []) == {"subjects": set(), "holds": {}}
}

test_opens_nothing_when_the_environments_are_unreadable if {
	document := testing.unreadable(testing.repository("environments", [testing.environment("pypi", {})]), "/repository/environments")
	actual := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.project as {"environments": ["pypi"]}
	actual == {"subjects": {"pypi"}, "holds": {"pypi": false}}
}
