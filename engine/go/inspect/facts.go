package inspect

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// bag is a set of facts of one kind, keyed by their JSON text.
type bag[T any] map[string]T

func (b bag[T]) add(fact T) {
	key, err := json.Marshal(fact)
	if err != nil {
		panic(err) // facts are plain structs of strings, numbers and JSON values
	}
	b[string(key)] = fact
}

// facts are what one unit does, apart from what the units it uses do.
type facts struct {
	builtins    map[string]bool
	paths       map[string]bool
	seen        map[string]bool // observations
	reads       bag[Read]
	data        bag[DataUse]
	comparisons bag[Comparison]
	calls       bag[Call]
	dynamic     bag[InputUse]
	wholes      bag[InputUse]
	unresolved  bag[Unresolved]
	withs       bag[Use]
	negations   bag[Use]
}

func newFacts() *facts {
	return &facts{
		builtins: map[string]bool{}, paths: map[string]bool{}, seen: map[string]bool{}, reads: bag[Read]{},
		data: bag[DataUse]{}, comparisons: bag[Comparison]{}, calls: bag[Call]{}, dynamic: bag[InputUse]{},
		wholes: bag[InputUse]{}, unresolved: bag[Unresolved]{}, withs: bag[Use]{}, negations: bag[Use]{},
	}
}

// merge adds the facts of another unit.
func (x *facts) merge(y *facts) {
	maps.Copy(x.builtins, y.builtins)
	maps.Copy(x.paths, y.paths)
	maps.Copy(x.seen, y.seen)
	maps.Copy(x.reads, y.reads)
	maps.Copy(x.data, y.data)
	maps.Copy(x.comparisons, y.comparisons)
	maps.Copy(x.calls, y.calls)
	maps.Copy(x.dynamic, y.dynamic)
	maps.Copy(x.wholes, y.wholes)
	maps.Copy(x.unresolved, y.unresolved)
	maps.Copy(x.withs, y.withs)
	maps.Copy(x.negations, y.negations)
}

// placed is a fact that stands somewhere.
type placed interface{ place() Location }

func (l Location) place() Location { return l }

func before(a, b Location) int {
	return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Row, b.Row), cmp.Compare(a.Column, b.Column))
}

// sorted lists a bag by place, then by text.
func sorted[T placed](b bag[T]) []T {
	keys := slices.SortedFunc(maps.Keys(b), func(x, y string) int {
		return cmp.Or(before(b[x].place(), b[y].place()), cmp.Compare(x, y))
	})
	out := make([]T, 0, len(keys))
	for _, k := range keys {
		out = append(out, b[k])
	}
	return out
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K {
	out := slices.AppendSeq(make([]K, 0, len(m)), maps.Keys(m))
	slices.Sort(out)
	return out
}

// note records a fact in the last pass over a rule, when every variable has its final value.
func (f *frame) note(add func(*facts, Location), at *ast.Location) {
	if f.recording {
		add(f.unit.found, f.locate(at))
	}
}

// locate names a place; a term that the compiler made stands where its expression, or else its rule, stands.
func (f *frame) locate(at *ast.Location) Location {
	if at == nil && f.expr != nil {
		at = f.expr.Location
	}
	if at == nil {
		at = f.rule.Location
	}
	return location(at)
}

func location(at *ast.Location) Location {
	if at == nil {
		return Location{}
	}
	return Location{File: at.File, Row: at.Row, Column: at.Col}
}

// placeOf is where a reference stands. The compiler gives an imported name the place of the import: then a later step
// of the reference tells the row.
func (f *frame) placeOf(t *ast.Term) *ast.Location {
	if t.Location != nil || f.expr == nil {
		return t.Location
	}
	return f.expr.Location
}

func (f *frame) place(terms ...*ast.Term) *ast.Location {
	if f.expr != nil && f.expr.Location != nil {
		return f.expr.Location
	}
	for _, t := range terms {
		if t.Location != nil {
			return t.Location
		}
	}
	return nil
}

// touch records the places of the input that an expression ends at.
func (f *frame) touch(v value, at *ast.Location) {
	if !f.recording {
		return
	}
	for _, n := range sortedNodes(v.nodes) {
		f.unit.found.paths[n.path] = true
		if n.isObservation() {
			f.read(n, "itself", at)
		}
	}
}

// read records a step onto an observation.
func (f *frame) read(n *node, part string, at *ast.Location) {
	f.note(func(found *facts, l Location) {
		found.seen[n.name] = true
		nesting := f.source.nesting(l)
		if len(nesting) < len(f.nesting) {
			nesting = f.nesting
		}
		found.reads.add(Read{Location: l, Observation: n.name, Part: part, Rule: f.unit.path, Nesting: append([]string{}, nesting...)})
	}, at)
}

// deep records that everything in a value is looked at, nested observations too.
func (f *frame) deep(v value, at *ast.Location) {
	if !f.recording {
		return
	}
	v.eachNode(func(n *node) {
		f.unit.found.paths[n.path] = true
		for _, o := range n.observations() {
			if o == n {
				f.read(o, "itself", at)
				continue
			}
			f.read(o, "deep", at)
		}
	})
}

// uses links the unit to another one whose facts then count as its own.
func (f *frame) uses(u *unit) {
	if f.recording {
		f.unit.uses[u] = true
	}
}

func (f *frame) usesData(path, target string, at *ast.Location) {
	if target == f.unit.pkg {
		return
	}
	kind := "unknown"
	switch {
	case target == "parameters" || target == "project":
		kind = target
	case target == "*":
		kind = map[string]string{KindRule: "rules", KindLibrary: "library"}[kindOf(path)]
	case target != "":
		kind = map[string]string{KindRule: "rules", KindLibrary: "library"}[kindOf(target)]
	}
	if kind == "" {
		kind = "other"
	}
	f.note(func(found *facts, l Location) { found.data.add(DataUse{l, path, kind, f.unit.path, []string{}}) }, at)
}

// missing reports a key that no place of the input has. Below anything else a key may exist, and nothing is reported.
func (f *frame) missing(v value, reference string, at *ast.Location) bool {
	if len(v.nodes) == 0 && len(v.fields) == 0 {
		return false
	}
	f.unresolved("missing", v, reference, at)
	return true
}

// giveUp reports a form of expression that the analysis does not know.
func (f *frame) giveUp(what string, at *ast.Location) { f.unresolved("unknown", value{}, what, at) }

func (f *frame) unresolved(reason string, v value, reference string, at *ast.Location) {
	below := []string{}
	for _, n := range sortedNodes(v.nodes) {
		below = append(below, n.path)
	}
	f.note(func(found *facts, l Location) {
		found.unresolved.add(Unresolved{l, reference, below, reason, f.unit.path})
	}, at)
}
