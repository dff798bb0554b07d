package inspect

import (
	"maps"
	"slices"
	"strconv"

	"github.com/open-policy-agent/opa/v1/ast"
)

// term is what an expression may be.
func (f *frame) term(t *ast.Term) value {
	if t == nil {
		return value{}
	}
	switch v := t.Value.(type) {
	case ast.Null, ast.Boolean, ast.Number, ast.String:
		return constant(v)
	case ast.Var:
		return f.env[v]
	case ast.Ref:
		return f.reference(t, v)
	case ast.Call:
		operator, ok := v[0].Value.(ast.Ref)
		if !ok {
			f.giveUp(t.String(), t.Location)
			return unknown
		}
		return f.call(operator, v[1:], t.Location)
	case *ast.ArrayComprehension:
		found, ranked := f.comprehension(v.Body, v.Term)
		return list(found[0], ranked)
	case *ast.SetComprehension:
		found, _ := f.comprehension(v.Body, v.Term)
		return container(found[0], found[0])
	case *ast.ObjectComprehension:
		pair, _ := f.comprehension(v.Body, v.Key, v.Value)
		return container(pair[0], pair[1])
	}
	return f.literal(t)
}

// literal is a written array, set or object.
func (f *frame) literal(t *ast.Term) value {
	out := value{fields: map[string]*value{}}
	switch v := t.Value.(type) {
	case *ast.Array:
		for i := range v.Len() {
			member := f.term(v.Elem(i))
			out.fields[strconv.Itoa(i)] = &member
		}
	case ast.Set:
		var members value
		v.Foreach(func(x *ast.Term) { members = join(members, f.term(x)) })
		if v.Len() > 0 {
			out = container(members, members)
		}
	case ast.Object:
		v.Foreach(func(k, x *ast.Term) {
			member := f.term(x)
			if isScalar(k) {
				out.fields[text(k.Value)] = &member
				return
			}
			out = join(out, container(f.term(k), member))
		})
	default:
		f.giveUp(t.String(), t.Location)
		return unknown
	}
	if !out.isContainer() {
		return value{empty: true}
	}
	_, out.array = t.Value.(*ast.Array)
	return out
}

// comprehension is what its terms may be, and whether its body goes through something in the order of values.
func (f *frame) comprehension(body ast.Body, terms ...*ast.Term) ([]value, bool) {
	defer f.enter("comprehension")()
	outer := f.ranks
	defer func() { f.ranks = outer }()
	f.ranks = false
	f.body(body)
	out := make([]value, len(terms))
	for i, t := range terms {
		out[i] = f.term(t)
	}
	return out, f.ranks
}

func isScalar(t *ast.Term) bool {
	switch t.Value.(type) {
	case ast.String, ast.Number, ast.Boolean, ast.Null:
		return true
	}
	return false
}

// reference follows a path from input, from data or from a local value.
func (f *frame) reference(t *ast.Term, ref ast.Ref) value {
	var out value
	at := f.placeOf(t)
	switch {
	case ref[0].Value.Compare(ast.InputRootDocument.Value) == 0:
		out = f.follow(of(f.input), ref, 1, at)
		for _, n := range sortedNodes(out.nodes) {
			if !n.hasSection() {
				f.note(func(found *facts, l Location) { found.wholes.add(InputUse{l, n.path, f.unit.path}) }, at)
			}
		}
	case ref[0].Value.Compare(ast.DefaultRootDocument.Value) == 0:
		out = f.data(ref, at)
	default:
		out = f.follow(f.term(ref[0]), ref, 1, at)
	}
	f.touch(out, at)
	return out
}

// follow takes the steps of a reference from the one at index from; a variable that is new in a step becomes a key.
func (f *frame) follow(v value, ref ast.Ref, from int, at *ast.Location) value {
	for i := from; i < len(ref); i++ {
		if v.unknown || v.isNothing() {
			f.unresolved("unknown", v, f.written(ref[:i+1]), at)
			v = join(v, unknown)
		}
		key := ref[i]
		var literal *ast.Term
		index := unknown
		switch {
		case isScalar(key):
			literal, index = key, constant(key.Value)
			f.takes(v, at)
		case f.binds(key, 16+i):
			f.iterates(v, key, at)
			f.bind(key, v.indexes(), "key", 16+i)
		default:
			index = f.term(key)
			f.takes(v, at)
			f.compare("key", index, v.indexes(), at)
		}
		next := f.step(v, index, literal, at)
		if next.isNothing() && f.missing(v, f.written(ref[:i+1]), at) {
			return unknown
		}
		v = next
	}
	return v
}

// written is a reference with the names of the source instead of those that the compiler gave.
func (f *frame) written(ref ast.Ref) string {
	out := make(ast.Ref, len(ref))
	for i, t := range ref {
		out[i] = t
		switch v := t.Value.(type) {
		case ast.Var:
			name, ok := f.names[v]
			if !ok && (v.IsGenerated() || v.IsWildcard()) {
				name = "_"
			} else if !ok {
				name = v
			}
			out[i] = ast.VarTerm(string(name))
		case ast.String, ast.Number, ast.Boolean:
		default:
			out[i] = ast.VarTerm("_")
		}
	}
	return out.String()
}

// step is what lies one key below a value. index says what the key may be; literal is set when it is written out.
func (f *frame) step(v, index value, literal *ast.Term, at *ast.Location) value {
	out := value{computed: v.computed || v.empty, textual: v.textual, ordered: v.ordered, parameters: v.parameters, unknown: v.unknown}
	out = join(out, f.below(v, index, literal, at))
	for _, k := range slices.Sorted(maps.Keys(v.fields)) {
		if !index.isConstant() || index.consts[k] {
			out = join(out, *v.fields[k])
		}
	}
	if v.elem != nil {
		out = join(out, *v.elem)
	}
	return out
}

// below is what lies one key below the places of the input in a value.
func (f *frame) below(v, index value, literal *ast.Term, at *ast.Location) value {
	var out value
	var objects []*node
	for _, n := range sortedNodes(v.nodes) {
		switch {
		case n.isObject():
			objects = append(objects, n)
		case n.isArray() && (literal == nil || isNumber(literal)):
			out = join(out, of(n.item()))
		}
	}
	if !index.isConstant() {
		for _, n := range objects {
			out = join(out, f.anyKey(n, at))
		}
		return out
	}
	for _, text := range slices.Sorted(maps.Keys(index.consts)) {
		key, ok := unquoted(text)
		if !ok {
			continue
		}
		found := f.named(objects, key, at)
		if found.isNothing() && len(objects) > 0 && literal == nil {
			f.missing(v, "["+text+"]", at)
		}
		out = join(out, found)
	}
	return out
}

// named is what lies below one key; at least one of the places should have it.
func (f *frame) named(objects []*node, key string, at *ast.Location) value {
	var out value
	for _, n := range objects {
		child := n.child(key)
		if child == nil {
			continue
		}
		if n.isObservation() {
			f.read(n, key, at)
		}
		out = join(out, of(child))
	}
	return out
}

// anyKey is what lies below a key that the rule computes or iterates over.
func (f *frame) anyKey(n *node, at *ast.Location) value {
	f.note(func(found *facts, l Location) { found.dynamic.add(InputUse{l, n.path, f.unit.path}) }, at)
	if n.isObservation() {
		f.read(n, "dynamic", at)
	}
	var out value
	for _, k := range n.keys() {
		out = join(out, of(n.child(k)))
	}
	return out
}

func isNumber(t *ast.Term) bool { _, ok := t.Value.(ast.Number); return ok }

// data follows a reference below data: a rule, a whole package, or something the host puts there.
func (f *frame) data(ref ast.Ref, at *ast.Location) value {
	if len(ref) > 1 {
		name := plain(ref[1])
		if name == "parameters" || name == "project" {
			path := ref.GroundPrefix().String()
			f.usesData(path, name, at)
			for i, key := range ref[2:] {
				if f.binds(key, 16+i) {
					f.bind(key, computed, "key", 16+i)
				}
			}
			return parameter(path)
		}
	}
	place, used := f.root.find(ref)
	if place.unit != nil {
		u := place.unit
		f.usesData(u.path, u.pkg, at)
		return f.follow(f.need(u, nil, at), ref, used, at)
	}
	units := place.units()
	if place == f.root || len(units) == 0 || used < len(ref) && isScalar(ref[used]) {
		f.usesData(ref.GroundPrefix().String(), "", at)
		return unknown
	}
	f.usesData(ref[:used].String(), "*", at)
	for _, u := range units {
		if !u.isFunction() {
			f.need(u, nil, at)
		}
	}
	return f.follow(f.document(place), ref, used, at)
}

// document is the value of a whole package.
func (f *frame) document(b *branch) value {
	if b.unit != nil {
		return b.unit.result
	}
	out := value{fields: map[string]*value{}}
	for _, k := range slices.Sorted(maps.Keys(b.below)) {
		below := f.document(b.below[k])
		out.fields[quoted(k)] = &below
	}
	return out
}
