package opa

import (
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// TestDocument is what an expression of a test puts in place of the input, and of parts of data. Data is by
// path (`project`, `parameters.branch.approvals`); File and Row are where the expression is.
type TestDocument struct {
	File  string         `json:"file"`
	Row   int            `json:"row"`
	Input any            `json:"input"`
	Data  map[string]any `json:"data"`
}

// documents is a tracer that sees every `with` as it is evaluated: no reading of source text could tell
// what a builder makes. The tests must run one after another, because queries are known by number.
type documents struct {
	lock   sync.Mutex
	parent map[uint64]uint64
	active map[uint64]map[string]any // the data that the expression of a query which is evaluated puts in place
	seen   map[string]bool
	found  []TestDocument
}

func newDocuments() *documents {
	return &documents{
		parent: make(map[uint64]uint64),
		active: make(map[uint64]map[string]any),
		seen:   make(map[string]bool),
	}
}

func (*documents) Enabled() bool               { return true }
func (*documents) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

// TraceEvent keeps the document of an expression that is about to be evaluated.
func (d *documents) TraceEvent(evt topdown.Event) {
	expr, ok := evt.Node.(*ast.Expr)
	if !ok || (evt.Op != topdown.EvalOp && evt.Op != topdown.RedoOp) {
		return
	}
	d.lock.Lock()
	defer d.lock.Unlock()
	d.parent[evt.QueryID] = evt.ParentID
	delete(d.active, evt.QueryID)
	if len(expr.With) == 0 {
		return
	}
	input, data, ok := replaced(evt, expr.With)
	if !ok {
		return
	}
	d.active[evt.QueryID] = data
	if evt.Op == topdown.EvalOp && input != nil {
		d.keep(evt, input, d.around(evt.QueryID))
	}
}

// around is the data in place at a query: its own, and below it that of the queries it was asked by.
func (d *documents) around(query uint64) map[string]any {
	data := make(map[string]any)
	passed := make(map[uint64]bool)
	for !passed[query] {
		passed[query] = true
		for path, value := range d.active[query] {
			if _, ok := data[path]; !ok {
				data[path] = value
			}
		}
		up, ok := d.parent[query]
		if !ok {
			break
		}
		query = up
	}
	return data
}

func (d *documents) keep(evt topdown.Event, input any, data map[string]any) {
	document := TestDocument{File: evt.Location.File, Row: evt.Location.Row, Input: input, Data: data}
	term, err := ast.InterfaceToValue(map[string]any{"file": document.File, "input": input, "data": data})
	if err != nil {
		return
	}
	key := term.String()
	if !d.seen[key] {
		d.seen[key] = true
		d.found = append(d.found, document)
	}
}

// replaced is the input and the data that modifiers put in place; not ok when they replace something else,
// a function for example, because what is judged then is no document alone.
func replaced(evt topdown.Event, with []*ast.With) (input any, data map[string]any, ok bool) {
	data = make(map[string]any)
	if term := evt.Input(); term != nil {
		if value, err := ast.JSON(term.Value); err == nil {
			input = value
		}
	}
	for _, one := range with {
		path, isRef := placeOf(one.Target)
		value, err := ast.JSON(evt.Plug(one.Value).Value)
		switch {
		case !isRef || err != nil:
			return nil, nil, false
		case path == "input":
			input = value
		case strings.HasPrefix(path, "input."):
			input = placed(input, strings.Split(path, ".")[1:], value)
		case strings.HasPrefix(path, "data."):
			data[strings.TrimPrefix(path, "data.")] = value
		default:
			return nil, nil, false
		}
	}
	return input, data, true
}

// placeOf writes a target as names with dots between them.
func placeOf(target *ast.Term) (string, bool) {
	ref, ok := target.Value.(ast.Ref)
	if !ok {
		return "", false
	}
	steps := make([]string, 0, len(ref))
	for i, term := range ref {
		switch value := term.Value.(type) {
		case ast.Var:
			if i > 0 {
				return "", false
			}
			steps = append(steps, string(value))
		case ast.String:
			steps = append(steps, string(value))
		default:
			return "", false
		}
	}
	return strings.Join(steps, "."), true
}

// placed is the document with a value in a place, as `with` makes what lacks on the way there.
func placed(document any, path []string, value any) any {
	if len(path) == 0 {
		return value
	}
	before, _ := document.(map[string]any)
	after := make(map[string]any, len(before)+1)
	for name, item := range before {
		after[name] = item
	}
	after[path[0]] = placed(before[path[0]], path[1:], value)
	return after
}
