package rules.history.gate_latency_test

import data.lib.testing
import data.rules.history.gate_latency as rule

both := {"p95", "p99"}

given(p95, p99) := {"workspace": {"gate_latency": testing.collected({"samples": 9, "p95": p95, "p99": p99})}}

answer(document) := result if {
	result := {"subjects": rule.subjects, "holds": rule.holds} with input as document
		with data.parameters.history.gate_latency as {"p95_ms": 80, "p99_ms": 150}
}

test_passes_exactly_at_both_limits if {
	answer(given(80000, 150000)) == {"subjects": both, "holds": {"p95": true, "p99": true}}
}

test_denies_only_what_is_beyond_its_limit if {
	answer(given(80001, 150000)).holds == {"p95": false, "p99": true}
	answer(given(80000, 150001)).holds == {"p95": true, "p99": false}
}

test_is_undecided_when_it_was_not_measured if {
	answer({"workspace": {"gate_latency": testing.unread}}) == {"subjects": both, "holds": {}}
}

test_is_undecided_without_parameters if {
	actual := rule.holds with input as given(1, 1) with data.parameters.history.gate_latency as {}
	actual == {}
}

test_names_what_took_too_long if {
	actual := rule.detail with input as given(80001, 1)
		with data.parameters.history.gate_latency as {"p95_ms": 80, "p99_ms": 150}
	actual == {"p95": {"evidence": {"quantile": "p95"}}}
}
