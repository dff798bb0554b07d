package checks.text_order_test

import data.checks.text_order
import data.checks_testing as testing

# the messages of the check on one package
messages(given) := {v.message | some v in found} if {
	found := text_order.violations with input as given
}

called(name, paths) := testing.call({"function": name, "paths": paths, "text_paths": paths})

test_the_good_package_is_accepted if {
	messages(testing.accepted) == set()
}

test_the_greatest_text_is_refused if {
	messages(called("max", ["input.x.name"])) == {"data.rules.branch.no_bypass.holds takes the max of input.x.name, which is text"}
}

test_the_least_text_is_refused if {
	messages(called("min", ["input.x.name"])) == {"data.rules.branch.no_bypass.holds takes the min of input.x.name, which is text"}
}

test_the_greatest_number_is_accepted if {
	messages(testing.call({"function": "max", "paths": ["input.x.id"]})) == set()
}

test_the_greatest_of_what_a_builtin_made_of_text_is_refused if {
	messages(testing.call({"function": "max", "textual": true})) == {"data.rules.branch.no_bypass.holds takes the max of text"}
}

test_an_item_of_text_in_order_is_refused if {
	messages(called("item", ["input.x.name"])) == {"data.rules.branch.no_bypass.holds takes one of input.x.name by its place, which is text in order"}
}

test_an_item_of_text_that_a_builtin_made_is_refused if {
	messages(testing.call({"function": "item", "textual": true})) == {"data.rules.branch.no_bypass.holds takes one of some text by its place in order"}
}

test_an_item_of_numbers_in_order_is_accepted if {
	messages(testing.call({"function": "item", "paths": ["input.x.id"]})) == set()
}

test_a_part_of_a_text_in_order_is_refused if {
	messages(testing.call({"function": "part", "textual": true})) == {"data.rules.branch.no_bypass.holds takes apart, or compares, a text that texts were put into in order"}
}

test_names_may_be_sorted if {
	messages(called("sort", ["input.x.name", "input.x.format"])) == set()
}

test_text_that_a_builtin_made_may_be_sorted if {
	messages(testing.call({"function": "sort", "textual": true})) == set()
}

test_a_version_is_not_sorted if {
	messages(called("sort", ["input.x.version"])) == {"data.rules.branch.no_bypass.holds sorts input.x.version as text"}
}

test_what_stands_for_a_time_or_version_is_not_sorted if {
	every path in [
		"input.x.created_at", "input.x.at", "input.x.at.value", "input.x.first_seen", "input.x.first_seen.value",
		"input.x.since", "input.x.until", "input.x.base_version", "input.x.version[]", "input.x.version.value[]",
	] {
		count(messages(called("sort", [path]))) == 1
	}
}

test_another_function_is_another_check if {
	messages(called("count", ["input.x.version"])) == set()
}
