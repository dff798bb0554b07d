package opa

import (
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
)

const looksUp = `package rules.a
subjects contains s if { some item in input.branches; s := sprintf("%s!", [item.name]) }
holds[s] := item.protected if { some item in input.branches; s := sprintf("%s!", [item.name]) }
detail[s] := item.count if { some item in input.branches; s := sprintf("%s!", [item.name]); holds[s] == false }
`

func stepsFor(t *testing.T, p *Policy, body ast.Body, items int) int64 {
	t.Helper()
	input, refused := parseStrict(document(items), CodeInvalidInput, 1<<30, 100)
	if refused != nil {
		t.Fatal(refused)
	}
	e := newEvaluation(p)
	e.input, e.counter = input, &counter{}
	if _, err := e.ask(body, newRecall(), &cancellation{}); err != nil {
		t.Fatal(err)
	}
	return e.counter.number
}

func TestTenTimesAsManyItemsTakeTenTimesAsManySteps(t *testing.T) {
	p := compile(t, map[string]string{"a": looksUp})
	few, many := stepsFor(t, p, p.plans["data.rules.a"].linear, 20), stepsFor(t, p, p.plans["data.rules.a"].linear, 200)
	if many > 11*few {
		t.Errorf("200 items take %d steps, 20 take %d", many, few)
	}
}

func TestWithoutAnOrderTheSameTakesAHundredTimesAsMany(t *testing.T) {
	p := compile(t, map[string]string{"a": looksUp})
	alone := ast.NewBody(ast.Equality.Expr(ast.NewTerm(ast.MustParseRef("data.rules.a")), answerVar))
	if few, many := stepsFor(t, p, alone, 20), stepsFor(t, p, alone, 200); many < 50*few {
		t.Errorf("200 items take %d steps, 20 take %d: the order is not needed any more", many, few)
	}
}

func TestADocumentWithoutAValueHidesNoOther(t *testing.T) {
	p := compile(t, map[string]string{"a": `package a
none[name] := 1 if { some name in input.nothing }
none["fixed"] := 2 if input.nothing
y := 1
`})
	expectValue(t, evaluate(t, p, 5*time.Second, "data.a")["data.a"], `{"none":{},"y":1}`)
}

func TestWhatFailsInOrderFailsAsTheWholePackage(t *testing.T) {
	p := compile(t, map[string]string{
		"a": "package a\nbad[name] := 1 / 0 if { some name in [\"x\"] }\ny := 1",
		"b": "package b\nimport data.a\ngood[name] := 1 if { some name in [\"x\"] }\nz := 1 if not a.bad.x",
	})
	results := evaluate(t, p, 5*time.Second, "data.a", "data.b")
	if results["data.a"].Failed == nil || results["data.b"].Failed == nil {
		t.Errorf("got %+v", results)
	}
}

func TestWhatAnAnswerCostsIsCountedForItAlone(t *testing.T) {
	p := compile(t, map[string]string{"a": looksUp, "b": "package b\nimport data.rules.a\nx := count(a.subjects)"})
	ask := func(items int, paths ...string) *Answers {
		answers, err := p.Evaluate(EvaluateRequest{Entrypoints: paths, Count: true}, document(items))
		if err != nil {
			t.Fatal(err)
		}
		return answers
	}
	few, many := ask(20, "data.rules.a", "data.b"), ask(200, "data.b", "data.rules.a")
	for _, path := range []string{"data.rules.a", "data.b"} {
		if few.Costs[path] < 20 || many.Costs[path] < 9*few.Costs[path] || many.Costs[path] > 11*few.Costs[path] {
			t.Errorf("%s: 20 items cost %d, 200 cost %d", path, few.Costs[path], many.Costs[path])
		}
	}
	expectValue(t, few.Results["data.b"], `{"x":20}`)
	if alone := ask(20, "data.b"); alone.Costs["data.b"] != few.Costs["data.b"] {
		t.Errorf("alone it costs %d, after another %d", alone.Costs["data.b"], few.Costs["data.b"])
	}
}
