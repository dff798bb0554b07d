// Package inspect says what compiled policies read, and in which way, so that checks written in Rego can judge them.
//
// It follows values abstractly from the input through rules, libraries, comprehensions and functions. The result is an
// over-approximation: a path that a rule may read is always listed, and where the analysis cannot tell, it says so in
// `unresolved` instead of keeping silent.
package inspect

import (
	"fmt"
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Inspect describes every package of one compilation. The modules are those given to the compiler, parsed with
// annotations; the schema is the decoded JSON Schema of the input, nil if there is none. Equal policies give equal
// inspections, in a fixed order. The error says what could not be inspected; nothing is inspected then.
func Inspect(c *ast.Compiler, modules map[string]*ast.Module, schema any) (*Inspection, error) {
	if c.Failed() {
		return nil, fmt.Errorf("the policies do not compile: %w", c.Errors)
	}
	if schema == nil {
		schema = map[string]any{}
	}
	input, err := newInput(schema)
	if err != nil {
		return nil, err
	}
	packages, err := describeAll(modules)
	if err != nil {
		return nil, err
	}
	a := &analysis{
		root: plant(c.Modules), input: input, source: readSource(modules), calls: map[string]*unit{}, names: c.RewrittenVars,
	}
	a.evaluateAll()
	out := &Inspection{Packages: []Package{}}
	units := a.root.units()
	called := a.called(units)
	for _, path := range slices.Sorted(maps.Keys(packages)) {
		p := packages[path]
		a.collect(p, units, called)
		out.Packages = append(out.Packages, *p)
	}
	return out, nil
}

func describeAll(modules map[string]*ast.Module) (map[string]*Package, error) {
	packages := map[string]*Package{}
	for _, file := range slices.Sorted(maps.Keys(modules)) {
		m := modules[file]
		if err := checkAnnotated(file, m); err != nil {
			return nil, err
		}
		path := m.Package.Path.String()
		if packages[path] == nil {
			packages[path] = &Package{
				Path: path, Kind: kindOf(path), Files: []SourceFile{}, Annotations: []Annotation{},
				MetadataMarks: []MetadataMark{}, Rules: []Rule{}, Answers: []Answer{}, Imports: []Import{},
			}
		}
		describe(packages[path], file, m)
	}
	return packages, nil
}

// evaluateAll evaluates every rule. A function that nothing calls is evaluated with arguments about which nothing is
// known, so that it is not passed over.
func (a *analysis) evaluateAll() {
	units := a.root.units()
	for _, u := range units {
		if !u.isFunction() {
			a.evaluate(u, nil)
		}
	}
	called := a.called(units)
	for _, u := range units {
		if u.isFunction() && len(called[u.path]) == 0 {
			a.evaluate(u, nil)
		}
	}
}

// called are the calls that rules really make, by the name of the function. Calls seen only while the values of
// variables were still being found are not among them.
func (a *analysis) called(units []*unit) map[string][]*unit {
	used := map[*unit]bool{}
	for _, u := range units {
		maps.Copy(used, u.uses)
	}
	for _, u := range a.calls {
		maps.Copy(used, u.uses)
	}
	out := map[string][]*unit{}
	for u := range used {
		if u.isFunction() {
			out[u.path] = append(out[u.path], u)
		}
	}
	return out
}

// collect gathers the facts of everything the package's rules use.
func (a *analysis) collect(p *Package, units []*unit, called map[string][]*unit) {
	all, seen := newFacts(), map[*unit]bool{}
	serves := map[*unit][]string{}
	for _, u := range units {
		if u.pkg != p.Path {
			continue
		}
		reach(u, seen)
		for _, call := range called[u.path] {
			reach(call, seen)
		}
		if answers[u.name()] {
			answer := map[*unit]bool{}
			reach(u, answer)
			for used := range answer {
				serves[used] = append(serves[used], u.name())
			}
			p.Answers = append(p.Answers, answerOf(u, answer))
		}
	}
	for u := range seen {
		all.merge(placeReads(u, p.Path, serves[u]))
	}
	p.fill(all)
}

func answerOf(u *unit, used map[*unit]bool) Answer {
	names := map[string]bool{}
	for v := range used {
		if v != u && v.pkg == u.pkg && answers[v.name()] {
			names[v.name()] = true
		}
	}
	return Answer{Name: u.name(), Uses: sortedKeys(names)}
}

// reach adds a unit and everything it uses.
func reach(u *unit, seen map[*unit]bool) {
	if seen[u] || u.found == nil {
		return
	}
	seen[u] = true
	for v := range u.uses {
		reach(v, seen)
	}
}

func (p *Package) fill(all *facts) {
	p.Builtins = sortedKeys(all.builtins)
	p.Data = sorted(all.data)
	p.Paths = sortedKeys(all.paths)
	p.Observations = sortedKeys(all.seen)
	p.Reads = sorted(all.reads)
	p.Comparisons = sorted(all.comparisons)
	p.Calls = sorted(all.calls)
	p.DynamicKeys = sorted(all.dynamic)
	p.Wholes = sorted(all.wholes)
	p.Unresolved = sorted(all.unresolved)
	p.Withs = sorted(all.withs)
	p.Negations = sorted(all.negations)
}

// placeReads gives the facts of a unit as seen from a package: a read elsewhere is a read in a library. It also says
// which answers of the rule a read, of the input or of data, can influence.
func placeReads(u *unit, pkg string, serves []string) *facts {
	role := "helper"
	switch {
	case u.pkg != pkg:
		role = "library"
	case u.isFunction():
		role = "function"
	case answers[u.name()]:
		role = u.name()
	}
	out := *u.found
	out.reads = bag[Read]{}
	for _, r := range u.found.reads {
		r.Role, r.Serves = role, append([]string{}, serves...)
		out.reads.add(r)
	}
	out.data = bag[DataUse]{}
	for _, d := range u.found.data {
		d.Serves = append([]string{}, serves...)
		out.data.add(d)
	}
	return &out
}
