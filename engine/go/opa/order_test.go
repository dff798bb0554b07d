package opa

import (
	"context"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/topdown"
)

const looksUp = `package rules.a
subjects contains s if { some item in input.branches; s := sprintf("%s!", [item.name]) }
holds[s] := item.protected if { some item in input.branches; s := sprintf("%s!", [item.name]) }
detail[s] := item.count if { some item in input.branches; s := sprintf("%s!", [item.name]); holds[s] == false }
`

// steps counts the expressions that a query evaluates.
type steps struct{ number int }

func (*steps) Enabled() bool               { return true }
func (*steps) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

func (s *steps) TraceEvent(event topdown.Event) {
	if event.Op == topdown.EvalOp {
		s.number++
	}
}

func stepsFor(t *testing.T, p *Policy, body ast.Body, items int) int {
	t.Helper()
	input, refused := parseStrict(document(items), CodeInvalidInput, 1<<30, 100)
	if refused != nil {
		t.Fatal(refused)
	}
	counted := &steps{}
	ctx := context.Background()
	txn := storage.NewTransactionOrDie(ctx, p.store)
	defer p.store.Abort(ctx, txn)
	cache := newRecall()
	query := topdown.NewQuery(body).WithCompiler(p.compiler).WithStore(p.store).WithTransaction(txn)
	query = query.WithInput(input).WithQueryTracer(counted).WithVirtualCache(cache.VirtualCache).WithBuiltins(keeper(cache))
	if err := query.Iter(ctx, func(topdown.QueryResult) error { return nil }); err != nil {
		t.Fatal(err)
	}
	return counted.number
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
