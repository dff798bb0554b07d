package opa

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// Explanation is the expression at which a test failed and the values it saw.
type Explanation struct {
	Location   Location `json:"location"`
	Expression string   `json:"expression"`
	Operator   string   `json:"operator"` // eq, count, …; empty for a bare reference
	Operands   []Seen   `json:"operands"`
	Variables  []Seen   `json:"variables"`
}

// Seen is a term as written and its value in Rego syntax; Undefined if it had none.
type Seen struct {
	Text      string `json:"text"`
	Value     string `json:"value"`
	Undefined bool   `json:"undefined"`
}

const maxSeen = 4096

// lastFail gives the event at which evaluation gave up, as `opa test` shows it.
func lastFail(trace []*topdown.Event) *topdown.Event {
	for _, e := range slices.Backward(trace) {
		if e.Op != topdown.FailOp || e.Location == nil || e.QueryID == 0 {
			continue
		}
		expr, ok := e.Node.(*ast.Expr)
		if !ok {
			continue
		}
		if _, isEvery := expr.Terms.(*ast.Every); !isEvery {
			return e
		}
	}
	return nil
}

func (t *testRun) explain(e *topdown.Event) *Explanation {
	if e == nil {
		return nil
	}
	expr := e.Node.(*ast.Expr)
	x := &Explanation{
		Location:   Location{File: e.Location.File, Row: e.Location.Row, Column: e.Location.Col},
		Expression: clip(string(expr.BaseCogeneratedExpr().Location.Text)),
		Operands:   []Seen{},
		Variables:  variables(e),
	}
	if expr.IsCall() {
		x.Operator = expr.Operator().String()
	}
	for _, operand := range operands(expr) {
		x.Operands = append(x.Operands, t.see(operand, expr, e))
	}
	return x
}

func operands(expr *ast.Expr) []*ast.Term {
	switch terms := expr.Terms.(type) {
	case *ast.Term:
		return []*ast.Term{terms}
	case []*ast.Term:
		return terms[1:]
	default:
		return nil
	}
}

// see evaluates one operand with the variables and `with` modifiers it had.
func (t *testRun) see(operand *ast.Term, expr *ast.Expr, e *topdown.Event) Seen {
	seen := Seen{Text: text(operand, e)}
	query := ast.Equality.Expr(plug(operand, e), answerVar)
	for _, w := range expr.With {
		query.With = append(query.With, &ast.With{Target: w.Target.Copy(), Value: plug(w.Value, e)})
	}
	value := t.value(query)
	if seen.Undefined = value == nil; !seen.Undefined {
		seen.Value = clip(value.String())
	}
	return seen
}

func (t *testRun) value(query *ast.Expr) (value ast.Value) {
	defer func() {
		if recover() != nil {
			value = nil
		}
	}()
	ctx := zoned(context.Background(), t.onlyUTC)
	txn, err := t.store.NewTransaction(ctx)
	if err != nil {
		return nil
	}
	defer t.store.Abort(ctx, txn)
	cancel := topdown.NewCancel()
	defer time.AfterFunc(time.Until(t.deadline), cancel.Cancel).Stop()
	_ = topdown.NewQuery(ast.NewBody(query)).
		WithCompiler(t.compiler).
		WithStore(t.store).
		WithTransaction(txn).
		WithCancel(cancel).
		Iter(ctx, func(qr topdown.QueryResult) error {
			value = qr[answerVar.Value.(ast.Var)].Value
			return nil
		})
	return value
}

// plug replaces the variables that had a value.
func plug(term *ast.Term, e *topdown.Event) *ast.Term {
	bound := func(v ast.Var) (ast.Value, error) {
		if value := e.Locals.Get(v); value != nil {
			return value, nil
		}
		return v, nil
	}
	if v, ok := term.Value.(ast.Var); ok {
		value, _ := bound(v)
		return ast.NewTerm(value)
	}
	out, err := ast.TransformVars(term.Copy(), bound)
	if plugged, ok := out.(*ast.Term); ok && err == nil {
		return plugged
	}
	return term.Copy()
}

func variables(e *topdown.Event) []Seen {
	seen := []Seen{}
	for v, meta := range e.LocalMetadata {
		name := string(meta.Name)
		value := e.Locals.Get(v)
		if value == nil || meta.Name.IsGenerated() || meta.Name.IsWildcard() {
			continue
		}
		seen = append(seen, Seen{Text: name, Value: clip(value.String())})
	}
	slices.SortFunc(seen, func(a, b Seen) int { return strings.Compare(a.Text, b.Text) })
	return seen
}

// text gives the term as the author wrote it, not as the compiler rewrote it.
func text(term *ast.Term, e *topdown.Event) string {
	if v, ok := term.Value.(ast.Var); ok {
		if meta, known := e.LocalMetadata[v]; known && !meta.Name.IsGenerated() {
			return string(meta.Name)
		}
	}
	if term.Location != nil && len(term.Location.Text) > 0 {
		return clip(string(term.Location.Text))
	}
	return clip(term.String())
}

func clip(s string) string {
	if len(s) <= maxSeen {
		return s
	}
	return strings.ToValidUTF8(s[:maxSeen], "") + "…"
}
