package opa

import "testing"

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
