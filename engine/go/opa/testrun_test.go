package opa

import (
	"encoding/json"
	"testing"
)

const tested = `package p_test

import data.p

test_passes if p.holds == {"a": true} with input as {"a": 1}

test_fails if {
	expected := {"a": true, "b": true}
	print("looking at", expected)
	p.holds == expected with input as {"a": 1}
}

test_counts if count(p.holds) == 2 with input as {"a": 1}

test_undefined if p.missing with input as {}

test_error if p.broken == 1 with input as {"n": "nine"}

todo_test_later if false

test_table[name] if {
	some name, n in {"one": 1, "two": 2}
	n == 1
}
`

const judged = `package p

holds[k] := v == 1 if some k, v in input

missing if input.nothing

broken := to_number(input.n)
`

func TestTheRunnerShowsTheValuesThatDiffered(t *testing.T) {
	req := TestRequest{
		CompileRequest: CompileRequest{Modules: map[string]string{"p.rego": judged, "p_test.rego": tested}, RegoVersion: 1},
		Coverage:       true,
	}
	report, err := Test(req, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]TestCase{}
	for _, c := range report.Tests {
		byName[c.Name] = c
	}
	for name, want := range map[string]string{
		"test_passes": "passed", "test_fails": "failed", "test_counts": "failed", "test_undefined": "failed",
		"test_error": "error", "todo_test_later": "skipped", "test_table": "failed",
	} {
		if got := byName[name].Outcome; got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	failed := byName["test_fails"]
	if failed.Output == "" || failed.Failure == nil || failed.Failure.Location.Row != 10 {
		t.Fatalf("got %+v", failed)
	}
	want := []Seen{{Text: "p.holds", Value: `{"a": true}`}, {Text: "expected", Value: `{"a": true, "b": true}`}}
	for i, seen := range failed.Failure.Operands {
		if seen != want[i] {
			t.Errorf("got %+v, want %+v", seen, want[i])
		}
	}
	counted := byName["test_counts"].Failure.Operands
	if counted[0] != (Seen{Text: "count(p.holds)", Value: "1"}) || counted[1] != (Seen{Text: "2", Value: "2"}) {
		t.Errorf("got %+v", counted)
	}
	if got := byName["test_undefined"].Failure.Operands; !got[0].Undefined || got[0].Text != "p.missing" {
		t.Errorf("got %+v", got)
	}
	if got := byName["test_table"]; len(got.Cases) != 2 || got.Failure == nil || got.Failure.Variables[1] != (Seen{Text: "name", Value: `"two"`}) {
		t.Errorf("got %+v %+v", got.Cases, got.Failure)
	}
	if report.Coverage == nil || report.Coverage.Files["p.rego"] == nil {
		t.Error("no coverage")
	}
}

func TestAFilterSelectsTests(t *testing.T) {
	req := TestRequest{
		CompileRequest: CompileRequest{Modules: map[string]string{"p.rego": judged, "p_test.rego": tested}, RegoVersion: 1},
		Run:            "test_passes$",
	}
	report, err := Test(req, nil, nil)
	if err != nil || len(report.Tests) != 1 || report.Coverage != nil {
		t.Errorf("got %+v %v", report, err)
	}
	req.Run = "("
	if _, err := Test(req, nil, nil); err == nil || err.Code != CodeInvalidRequest {
		t.Errorf("got %v", err)
	}
}

const documented = `package p_test

import data.p

answer(value) := result if {
	result := p.holds with input as {"a": value}
}

around(value) := result if {
	result := answer(value) with data.project as {"tokens": ["T"]}
}

test_direct if p.holds == {"a": true} with input as {"a": 1} with data.limits.most as 5

test_through_a_function if answer(2) == {"a": false}

test_around if around(3) == {"a": false}

test_part if p.holds == {"a": true, "b": false} with input as {"a": 1} with input.b as 4

test_every if {
	every value in [6, 7] {
		answer(value) == {"a": false}
	}
}

test_mocked if p.holds with input as {"a": 9} with count as 3
`

func TestTheRunnerKeepsTheDocumentsThatTestsBuild(t *testing.T) {
	req := TestRequest{
		CompileRequest: CompileRequest{Modules: map[string]string{"p.rego": judged, "p_test.rego": documented}, RegoVersion: 1},
		Documents:      true,
	}
	report, err := Test(req, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	for _, document := range report.Documents {
		raw, e := json.Marshal([]any{document.Input, document.Data})
		if e != nil || document.File != "p_test.rego" {
			t.Fatalf("got %+v %v", document, e)
		}
		found[string(raw)]++
	}
	for _, want := range []string{
		`[{"a":1},{"limits.most":5}]`, `[{"a":2},{}]`, `[{"a":3},{"project":{"tokens":["T"]}}]`,
		`[{"a":1,"b":4},{}]`, `[{"a":6},{}]`, `[{"a":7},{}]`,
	} {
		if found[want] != 1 {
			t.Errorf("%s: got %d times, want once; all: %v", want, found[want], found)
		}
	}
	if len(found) != 6 || len(report.Documents) != 6 {
		t.Errorf("got %v", found)
	}
}

func TestCoverageAndDocumentsExcludeEachOther(t *testing.T) {
	req := TestRequest{
		CompileRequest: CompileRequest{Modules: map[string]string{"p.rego": judged}, RegoVersion: 1},
		Coverage:       true,
		Documents:      true,
	}
	if _, err := Test(req, nil, nil); err == nil || err.Code != CodeInvalidRequest {
		t.Errorf("got %v", err)
	}
}
