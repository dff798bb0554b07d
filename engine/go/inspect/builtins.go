package inspect

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/types"
)

// operators are the comparisons among the builtins.
var operators = map[string]string{
	"eq": "==", "equal": "==", "neq": "!=", "lt": "<", "lte": "<=", "gt": ">", "gte": ">=",
	"and": "set", "or": "set", "minus": "set",
}

// shallow builtins do not look into the members of what they are given.
var shallow = map[string]bool{
	"count": true, "object.keys": true, "array.concat": true, "array.slice": true, "array.reverse": true,
	"object.get": true, "object.union": true, "object.union_n": true, "object.remove": true, "object.filter": true,
	"type_name": true, "is_array": true, "is_boolean": true, "is_null": true, "is_number": true, "is_object": true,
	"is_set": true, "is_string": true, "or": true, "and": true, "minus": true, "union": true, "intersection": true,
	"eq": true, "equal": true, "neq": true, "lt": true, "lte": true, "gt": true, "gte": true, // compare looks
	"internal.member_2": true, "internal.member_3": true,
}

// call is what a function gives back for its arguments.
func (f *frame) call(operator ast.Ref, terms []*ast.Term, at *ast.Location) value {
	arguments := make([]value, len(terms))
	for i, t := range terms {
		arguments[i] = f.term(t)
	}
	place, used := f.root.find(operator)
	if place.unit != nil && used == len(operator) {
		return f.apply(place.unit, arguments, at)
	}
	name := operator.String()
	f.note(func(found *facts, _ Location) { found.builtins[name] = true }, at)
	if !shallow[name] {
		for _, v := range arguments {
			f.deep(v, at)
		}
	}
	f.relate(name, arguments, at)
	f.reaches(name, terms, arguments, at)
	f.arranged(name, arguments, at)
	return f.builtin(name, terms, arguments, at)
}

// apply evaluates a function for these very arguments.
func (f *frame) apply(function *unit, arguments []value, at *ast.Location) value {
	f.usesData(function.path, function.pkg, at)
	var id strings.Builder
	id.WriteString(function.path)
	for _, v := range arguments {
		id.WriteString("," + v.id())
	}
	u := f.calls[id.String()]
	if u == nil {
		u = &unit{path: function.path, pkg: function.pkg, rules: function.rules}
		f.calls[id.String()] = u
	}
	return f.need(u, arguments, at)
}

// relate records the comparison that a builtin makes.
func (f *frame) relate(name string, arguments []value, at *ast.Location) {
	switch operator := operators[name]; {
	case operator == "set" && len(arguments) == 2:
		if arguments[0].isContainer() || arguments[1].isContainer() {
			f.compare("set", arguments[0], arguments[1], at)
		}
	case operator != "" && len(arguments) == 2:
		f.compare(operator, arguments[0], arguments[1], at)
	case name == "internal.member_2":
		f.compare("in", arguments[0], arguments[1].members(), at)
	case name == "internal.member_3":
		f.compare("in", arguments[0], arguments[2].indexes(), at)
		f.compare("in", arguments[1], arguments[2].members(), at)
	}
}

// builtin is what a builtin gives back. What is not named here either computes something new or may hand on any part of
// its arguments.
func (f *frame) builtin(name string, terms []*ast.Term, arguments []value, at *ast.Location) value {
	switch name {
	case "or", "and", "minus":
		return f.gathered(arguments)
	case "array.concat", "array.slice", "array.reverse", "sort":
		if name == "array.slice" {
			f.takes(arguments[0], at)
		}
		out := f.gathered(arguments)
		out.array = true
		if out.elem != nil {
			out.keys = &computed // the places of its items
		}
		out.ranked = name == "sort" || slices.ContainsFunc(arguments, func(v value) bool { return v.ranked })
		return out
	case "union", "intersection":
		return f.gathered([]value{arguments[0].members()})
	case "object.union", "object.remove", "object.filter":
		if name == "object.union" {
			return join(arguments[0], arguments[1])
		}
		return arguments[0]
	case "object.union_n":
		return arguments[0].members()
	case "object.keys":
		keys := arguments[0].indexes()
		return container(keys, keys)
	case "object.get":
		out, _ := f.descend(arguments[0], terms[1], arguments[1], at)
		return join(out, arguments[2])
	case "max", "min":
		return arguments[0].members()
	}
	return unnamed(name, arguments)
}

// gathered is a collection that has the members of all its parts.
func (f *frame) gathered(parts []value) value {
	out := value{}
	var members value
	for _, v := range parts {
		members = join(members, v.members())
		out.computed = out.computed || v.computed
		out.textual = out.textual || v.textual
		out.ordered = out.ordered || v.ordered
		out.parameters = union(out.parameters, v.parameters)
		out.unknown = out.unknown || v.unknown
		out.empty = out.empty || v.empty
	}
	if members.isNothing() {
		return out
	}
	return join(out, container(members, members))
}

func unnamed(name string, arguments []value) value {
	b, ok := ast.BuiltinMap[name]
	if !ok {
		return unknown
	}
	if !mentionsAny(b.Decl.Result()) {
		return writes(name, value{computed: true, textual: givesText(b.Decl.Result())}, arguments)
	}
	out := unknown
	for _, v := range arguments {
		v.eachNode(func(n *node) { out = join(out, of(n)) })
	}
	return out
}

// mentionsAny tells whether a type leaves open what is inside.
func mentionsAny(t types.Type) bool {
	switch x := t.(type) {
	case types.Any, *types.Any:
		return true
	case *types.Array:
		return mentionsAny(x.Dynamic())
	case *types.Set:
		return mentionsAny(x.Of())
	case *types.Object:
		return true
	}
	return false
}

// givesText tells whether a type has text in it: the text itself, or members that are text.
func givesText(t types.Type) bool {
	switch x := t.(type) {
	case types.String, *types.String:
		return true
	case *types.NamedType:
		return givesText(x.Type)
	case types.Any:
		return slices.ContainsFunc(x, givesText)
	case *types.Array:
		for i := range x.Len() {
			if givesText(x.Select(i)) {
				return true
			}
		}
		return x.Dynamic() != nil && givesText(x.Dynamic())
	case *types.Set:
		return givesText(x.Of())
	}
	return false
}

// descend follows the key argument of object.get. The flag tells whether it went into the input.
func (f *frame) descend(v value, key *ast.Term, index value, at *ast.Location) (value, bool) {
	path, ok := key.Value.(*ast.Array)
	if !ok {
		return f.peekStep(v, index, key, at), len(v.nodes) > 0 || v.unknown
	}
	onInput := v.unknown
	for i := range path.Len() {
		onInput = onInput || len(v.nodes) > 0 || v.unknown
		v = f.peekStep(v, f.term(path.Elem(i)), path.Elem(i), at)
	}
	return v, onInput
}

func (f *frame) peekStep(v, index value, key *ast.Term, at *ast.Location) value {
	var literal *ast.Term
	if isScalar(key) {
		literal = key
	}
	return f.step(v, index, literal, at)
}
