package inspect

import (
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// unit is all definitions of one name, for a function under one combination of arguments. Rego forbids recursion, so a
// unit is evaluated once, when it is first needed, and functions are followed exactly, call by call.
type unit struct {
	path    string // data.lib.refs.rules_of
	pkg     string
	rules   []*ast.Rule
	result  value
	found   *facts
	uses    map[*unit]bool
	running bool
}

func (u *unit) name() string     { return strings.TrimPrefix(u.path, u.pkg+".") }
func (u *unit) isFunction() bool { return len(u.rules[0].Head.Args) > 0 }

// branch is a place in the tree of packages: names below it, or the definitions of one rule.
type branch struct {
	below map[string]*branch
	unit  *unit
	pkg   string // set where a package ends
}

func (b *branch) step(name string) *branch {
	if b.below[name] == nil {
		if b.below == nil {
			b.below = map[string]*branch{}
		}
		b.below[name] = &branch{}
	}
	return b.below[name]
}

// plant puts every compiled rule into the tree.
func plant(modules map[string]*ast.Module) *branch {
	root := &branch{}
	for _, file := range slices.Sorted(maps.Keys(modules)) {
		module := modules[file]
		at := root
		for _, t := range module.Package.Path[1:] {
			at = at.step(plain(t))
		}
		at.pkg = module.Package.Path.String()
		for _, r := range module.Rules {
			leaf := at.step(plain(r.Head.Ref()[0]))
			if leaf.unit == nil {
				leaf.unit = &unit{path: at.pkg + "." + plain(r.Head.Ref()[0]), pkg: at.pkg}
			}
			leaf.unit.rules = append(leaf.unit.rules, r)
		}
	}
	return root
}

// plain is the name in a step of a reference, without quotes.
func plain(t *ast.Term) string {
	switch v := t.Value.(type) {
	case ast.String:
		return string(v)
	case ast.Var:
		return string(v)
	}
	return t.Value.String()
}

// units are the rules at and below a place, in order of their names.
func (b *branch) units() []*unit {
	var out []*unit
	if b.unit != nil {
		out = append(out, b.unit)
	}
	for _, k := range slices.Sorted(maps.Keys(b.below)) {
		out = append(out, b.below[k].units()...)
	}
	return out
}

// find follows constant steps as far as the tree goes.
func (b *branch) find(ref ast.Ref) (*branch, int) {
	at := b
	for i := 1; i < len(ref); i++ {
		name, ok := ref[i].Value.(ast.String)
		if !ok || at.below[string(name)] == nil {
			return at, i
		}
		at = at.below[string(name)]
		if at.unit != nil {
			return at, i + 1
		}
	}
	return at, len(ref)
}

// kindOf names the kind of a package from its path.
func kindOf(path string) string {
	step := path[strings.LastIndex(path, ".")+1:]
	switch {
	case strings.HasSuffix(step, "_test"):
		return KindTest
	case within(path, "data.rules"):
		return KindRule
	case within(path, "data.lib"):
		return KindLibrary
	case within(path, "data.parameters"), within(path, "data.project"):
		return KindHost
	}
	return KindOther
}

func within(path, root string) bool { return path == root || strings.HasPrefix(path, root+".") }
