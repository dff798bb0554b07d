package inspect

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// value is what an expression may be, an over-approximation: any of these places of the input, any of these constants,
// a structure built by a rule, or something the input does not decide. The zero value is "nothing yet".
// A value is never changed after it was made: join gives a new one.
type value struct {
	nodes  map[*node]bool
	consts map[string]bool   // scalars as JSON text
	fields map[string]*value // below constant keys, as JSON text; also the members of array literals
	keys   *value            // below computed keys: what the keys may be
	elem   *value            // … and what is below them; members of sets and arrays

	parameters map[string]bool // places of data.parameters and data.project

	empty    bool // an empty literal
	computed bool // made by a builtin
	textual  bool // made by a builtin that gives text
	ordered  bool // a text in which values stand in their order: it was written out of a set or of a ranked array
	array    bool // an array that the rule made, and no set
	ranked   bool // an array whose items stand in the order of their values: it was made of a set, or sorted
	unknown  bool // the analysis does not know
}

var (
	computed = value{computed: true}
	unknown  = value{unknown: true}
)

func parameter(path string) value { return value{parameters: map[string]bool{path: true}} }

// maxDepth bounds structures that would grow without end; what is cut off is unknown, never nothing.
const maxDepth = 16

func of(n *node) value {
	if n == nil {
		return value{}
	}
	return value{nodes: map[*node]bool{n: true}}
}

func constant(v ast.Value) value {
	return value{consts: map[string]bool{text(v): true}}
}

// text is the JSON text of a scalar; it names constants and the keys of fields.
func text(v ast.Value) string {
	if s, ok := v.(ast.String); ok {
		return quoted(string(s))
	}
	return v.String()
}

func quoted(s string) string {
	raw, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string always has JSON text
	}
	return string(raw)
}

// unquoted is the string behind its JSON text; false for other scalars.
func unquoted(text string) (string, bool) {
	var s string
	err := json.Unmarshal([]byte(text), &s)
	return s, err == nil && strings.HasPrefix(text, `"`)
}

func (v value) isNothing() bool {
	return len(v.nodes) == 0 && len(v.consts) == 0 && len(v.fields) == 0 && v.elem == nil && v.keys == nil &&
		!v.empty && !v.computed && len(v.parameters) == 0 && !v.unknown
}

// isConstant tells that nothing but literals can be here.
func (v value) isConstant() bool {
	return len(v.consts) > 0 && len(v.nodes) == 0 && len(v.fields) == 0 && v.elem == nil && !v.empty && !v.computed && len(v.parameters) == 0 && !v.unknown
}

func (v value) isContainer() bool { return len(v.fields) > 0 || v.elem != nil || v.empty }

func join(a, b value) value { return joinAt(a, b, 0) }

func joinAt(a, b value, depth int) value {
	if depth > maxDepth {
		return unknown
	}
	out := value{
		nodes:      union(a.nodes, b.nodes),
		consts:     union(a.consts, b.consts),
		keys:       joinPointer(a.keys, b.keys, depth),
		elem:       joinPointer(a.elem, b.elem, depth),
		parameters: union(a.parameters, b.parameters),
		empty:      a.empty || b.empty,
		computed:   a.computed || b.computed,
		textual:    a.textual || b.textual,
		ordered:    a.ordered || b.ordered,
		array:      a.array || b.array,
		ranked:     a.ranked || b.ranked,
		unknown:    a.unknown || b.unknown,
	}
	if len(a.fields)+len(b.fields) > 0 {
		out.fields = maps.Clone(a.fields)
		if out.fields == nil {
			out.fields = map[string]*value{}
		}
		for k, f := range b.fields {
			out.fields[k] = joinPointer(out.fields[k], f, depth)
		}
	}
	return out
}

func joinPointer(a, b *value, depth int) *value {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	out := joinAt(*a, *b, depth+1)
	return &out
}

func union[K comparable](a, b map[K]bool) map[K]bool {
	if len(a) == 0 {
		return b
	}
	if len(b) == 0 {
		return a
	}
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}

// container is a set, array or object with computed keys. Members of sets are their own keys.
func container(keys, elem value) value { return value{keys: &keys, elem: &elem} }

// list is an array that the rule made.
func list(elem value, ranked bool) value {
	out := container(computed, elem)
	out.array, out.ranked = true, ranked
	return out
}

// isRanked tells whether iterating over a value gives its members in their order: sets, objects and ranked arrays.
func (v value) isRanked() bool {
	if v.ranked || v.elem != nil && !v.array {
		return true
	}
	for n := range v.nodes {
		if n.isObject() {
			return true
		}
	}
	return false
}

// leading is what decides first where values are put in order: of an array that is written out, its first item.
func (v value) leading() value {
	out := v
	if v.array && len(v.fields) > 0 {
		out.fields = nil
		if first := v.fields["0"]; first != nil {
			return join(out, first.leading())
		}
	}
	return out
}

// members is what iterating over a value gives.
func (v value) members() value {
	out := value{computed: v.computed, textual: v.textual, ordered: v.ordered, parameters: v.parameters, unknown: v.unknown}
	for n := range v.nodes {
		if n.isArray() {
			out = join(out, of(n.item()))
			continue
		}
		for _, k := range n.keys() {
			out = join(out, of(n.child(k)))
		}
	}
	for _, f := range v.fields {
		out = join(out, *f)
	}
	if v.elem != nil {
		out = join(out, *v.elem)
	}
	return out
}

// indexes is what the keys of a value may be.
func (v value) indexes() value {
	out := value{computed: v.computed || len(v.nodes) > 0, textual: v.textual, ordered: v.ordered, parameters: v.parameters, unknown: v.unknown}
	if len(v.fields) > 0 {
		out.consts = map[string]bool{}
		for k := range v.fields {
			out.consts[k] = true
		}
	}
	if v.keys != nil {
		out = join(out, *v.keys)
	}
	return out
}

// eachNode visits the places of the input in a value, those inside what it was built from too.
func (v value) eachNode(visit func(*node)) {
	for _, n := range sortedNodes(v.nodes) {
		visit(n)
	}
	for _, k := range slices.Sorted(maps.Keys(v.fields)) {
		v.fields[k].eachNode(visit)
	}
	if v.keys != nil && v.keys != v.elem {
		v.keys.eachNode(visit)
	}
	if v.elem != nil {
		v.elem.eachNode(visit)
	}
}

// givesText tells whether anything in the value was made by a builtin that gives text.
func (v value) givesText() bool {
	if v.textual || v.elem != nil && v.elem.givesText() {
		return true
	}
	for _, f := range v.fields {
		if f.givesText() {
			return true
		}
	}
	return false
}

// touchesInput tells whether anything in the value is a place of the input, or might be.
func (v value) touchesInput() bool {
	found := v.unknown
	v.eachNode(func(*node) { found = true })
	return found
}

func sortedNodes(set map[*node]bool) []*node {
	return slices.SortedFunc(maps.Keys(set), func(a, b *node) int { return strings.Compare(a.path, b.path) })
}

// id is equal for equal values; it names the arguments of a call.
func (v value) id() string {
	var b strings.Builder
	v.write(&b)
	return b.String()
}

func (v value) write(b *strings.Builder) {
	for _, flag := range []bool{v.empty, v.computed, v.textual, v.ordered, v.array, v.ranked, v.unknown} {
		b.WriteString(strconv.FormatBool(flag)[:1])
	}
	for _, n := range sortedNodes(v.nodes) {
		b.WriteString(" n" + n.path)
	}
	for _, c := range slices.Sorted(maps.Keys(v.consts)) {
		b.WriteString(" c" + c)
	}
	for _, p := range slices.Sorted(maps.Keys(v.parameters)) {
		b.WriteString(" p" + p)
	}
	for _, k := range slices.Sorted(maps.Keys(v.fields)) {
		b.WriteString(" f" + k + "(")
		v.fields[k].write(b)
		b.WriteString(")")
	}
	if v.keys != nil {
		b.WriteString(" k(")
		v.keys.write(b)
		b.WriteString(")")
	}
	if v.elem != nil {
		b.WriteString(" e(")
		v.elem.write(b)
		b.WriteString(")")
	}
}
