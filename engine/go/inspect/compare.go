package inspect

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// ordering are the operators that the type checker does not look at.
var ordering = map[string]bool{"!=": true, "<": true, "<=": true, ">": true, ">=": true}

// compare records what is compared with what. Structures are taken apart as far as both sides have parts that can meet.
func (f *frame) compare(operator string, left, right value, at *ast.Location) {
	if !f.recording {
		return
	}
	if operator != "argument" && !left.isHollow() && !right.isHollow() {
		f.deep(left, at)
		f.deep(right, at)
	}
	f.meets(left, right, at)
	f.compareAt(operator, left, right, at, 0)
}

// isHollow tells that a value has nothing inside that a comparison could look into.
func (v value) isHollow() bool {
	return v.empty && len(v.nodes) == 0 && len(v.fields) == 0 && v.elem == nil && !v.unknown
}

func (f *frame) compareAt(operator string, left, right value, at *ast.Location, depth int) {
	if depth > maxDepth {
		return
	}
	f.leaves(operator, left, right, at)
	if left.isContainer() || right.isContainer() {
		f.parts(operator, left, right, at, depth)
	}
}

// leaves records a pair of operands if the input is on one side and something comparable on the other.
func (f *frame) leaves(operator string, left, right value, at *ast.Location) {
	onInput := len(left.nodes)+len(right.nodes) > 0 || ordering[operator] && (left.unknown || right.unknown)
	meets := len(left.nodes) > 0 && (len(right.nodes) > 0 || len(right.consts) > 0) || len(right.nodes) > 0 && len(left.consts) > 0
	known := len(left.consts)+len(right.consts)+len(left.parameters)+len(right.parameters) > 0 || left.textual || right.textual
	if ordering[operator] && (onInput || known) || onInput && meets {
		f.note(func(found *facts, l Location) {
			found.comparisons.add(Comparison{l, operator, operand(left), operand(right), f.unit.path})
		}, at)
	}
}

// parts pairs fields with fields of the same key and members with members.
func (f *frame) parts(operator string, left, right value, at *ast.Location, depth int) {
	for _, k := range slices.Sorted(maps.Keys(left.fields)) {
		f.compareAt(operator, *left.fields[k], f.peek(right, k, at), at, depth+1)
	}
	for _, k := range slices.Sorted(maps.Keys(right.fields)) {
		if left.fields[k] == nil {
			f.compareAt(operator, f.peek(left, k, at), *right.fields[k], at, depth+1)
		}
	}
	if left.elem == nil && right.elem == nil {
		return
	}
	l, r := left.inner(), right.inner()
	if !l.isNothing() || !r.isNothing() {
		f.compareAt(operator, l, r, at, depth+1)
	}
}

// inner is what the members of a value may be, without the flags that say nothing about members.
func (v value) inner() value {
	out := v.members()
	out.computed, out.textual, out.parameters = v.elem != nil && v.elem.computed, v.elem != nil && v.elem.textual, v.parameters
	return out
}

// peek is the part of a value that meets a field of the other side. A key that a place of the input does not have can
// never be equal: it is misspelt.
func (f *frame) peek(v value, key string, at *ast.Location) value {
	t, err := ast.ParseTerm(key)
	if err != nil {
		return unknown
	}
	index := constant(t.Value)
	out := value{unknown: v.unknown, parameters: v.parameters}
	if v.fields[key] != nil {
		out = join(out, *v.fields[key])
	}
	if v.elem != nil {
		out = join(out, *v.elem)
	}
	if len(v.nodes) > 0 {
		below := f.below(value{nodes: v.nodes}, index, t, at)
		if below.isNothing() && out.isNothing() {
			f.missing(v, "["+key+"]", at)
		}
		out = join(out, below)
	}
	return out
}

func operand(v value) Operand {
	out := Operand{
		Paths: []TypedPath{}, Literals: []any{}, Parameters: append([]string{}, sortedKeys(v.parameters)...),
		Computed: v.computed, Textual: v.textual, Unknown: v.unknown,
	}
	for _, n := range sortedNodes(v.nodes) {
		out.Paths = append(out.Paths, n.typed())
	}
	for _, text := range slices.Sorted(maps.Keys(v.consts)) {
		out.Literals = append(out.Literals, json.RawMessage(text))
	}
	return out
}
