package inspect

import (
	"maps"
	"regexp/syntax"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// patternArgument is which argument of a builtin is a pattern.
var patternArgument = map[string]int{
	"regex.match": 0, "regex.find_n": 0, "regex.find_all_string_submatch_n": 0, "regex.split": 0, "regex.replace": 1,
	"regex.template_match": 0, "regex.globs_match": 0, "glob.match": 0, "glob.quote_meta": 0, "regex.is_valid": 0,
}

// reaching builtins walk into a structure, or fill up what is not there.
var reaching = map[string]bool{
	"object.get": true, "object.union": true, "object.union_n": true, "object.remove": true, "object.filter": true,
	"object.subset": true, "walk": true,
}

// arranging builtins put values in an order: text by its letters, whatever it stands for.
var arranging = map[string]bool{"sort": true, "max": true, "min": true}

// reaches records calls that go around the path of a reference, that match patterns and that put values in order.
func (f *frame) reaches(name string, terms []*ast.Term, arguments []value, at *ast.Location) {
	if !f.recording {
		return
	}
	position, matches := patternArgument[name]
	if !matches && !reaching[name] && !arranging[name] && !strings.HasPrefix(name, "json.") {
		return
	}
	call := Call{Location: f.locate(at), Function: name, Paths: []string{}, TextPaths: []string{}, Patterns: []string{}, Rule: f.unit.path}
	if matches {
		describePattern(&call, arguments[position])
	}
	call.OnInput = f.onInput(name, terms, arguments, at)
	f.text(&call, arguments...)
	f.unit.found.calls.add(call)
}

// onInput tells whether the call takes apart a place of the input, or might.
func (f *frame) onInput(name string, terms []*ast.Term, arguments []value, at *ast.Location) bool {
	switch {
	case name == "object.get":
		_, on := f.descend(arguments[0], terms[1], arguments[1], at)
		return on
	case name == "walk" || strings.HasPrefix(name, "json."):
		return slices.ContainsFunc(arguments, value.touchesInput)
	case name == "object.union_n":
		members := arguments[0].members()
		return len(members.nodes) > 0 || members.unknown
	}
	return slices.ContainsFunc(arguments, func(v value) bool { return len(v.nodes) > 0 || v.unknown })
}

func describePattern(call *Call, pattern value) {
	for _, text := range slices.Sorted(maps.Keys(pattern.consts)) {
		if s, ok := unquoted(text); ok {
			call.Patterns = append(call.Patterns, s)
		}
	}
	call.Literal = pattern.isConstant()
	call.PatternInput = pattern.touchesInput()
	call.Anchored = call.Literal
	for _, p := range call.Patterns {
		call.Anchored = call.Anchored && isAnchored(p)
	}
}

// isAnchored tells whether every match of a pattern begins and ends where the text does: ^a|b$ does not.
func isAnchored(pattern string) bool {
	tree, err := syntax.Parse(pattern, syntax.Perl)
	return err == nil && holdsEnd(tree, syntax.OpBeginText, false) && holdsEnd(tree, syntax.OpEndText, true)
}

func holdsEnd(r *syntax.Regexp, end syntax.Op, last bool) bool {
	switch r.Op {
	case end:
		return true
	case syntax.OpCapture:
		return holdsEnd(r.Sub[0], end, last)
	case syntax.OpAlternate:
		return !slices.ContainsFunc(r.Sub, func(s *syntax.Regexp) bool { return !holdsEnd(s, end, last) })
	case syntax.OpConcat:
		if last {
			return holdsEnd(r.Sub[len(r.Sub)-1], end, last)
		}
		return holdsEnd(r.Sub[0], end, last)
	}
	return false
}

// iterates notes that a body goes through a value. Whoever asks for the places of a ranked array may take one by its place.
func (f *frame) iterates(v value, key *ast.Term, at *ast.Location) {
	f.ranks = f.ranks || v.isRanked()
	if name, ok := key.Value.(ast.Var); ok {
		written, known := f.names[name]
		if known && !written.IsWildcard() && !written.IsGenerated() || !known && !name.IsWildcard() && !name.IsGenerated() {
			f.takes(v, at)
		}
	}
}

// takes records that items of an array are taken by their place where the place follows from the order of values.
func (f *frame) takes(v value, at *ast.Location) {
	if !f.recording || !v.ranked {
		return
	}
	items := v.members().leading()
	call := Call{Location: f.locate(at), Function: "item", Paths: []string{}, TextPaths: []string{}, Patterns: []string{}, Rule: f.unit.path}
	f.text(&call, items)
	f.unit.found.calls.add(call)
}

// text names what of the input a call is given, and what of it is text.
func (f *frame) text(call *Call, given ...value) {
	paths, texts := map[string]bool{}, map[string]bool{}
	for _, v := range given {
		v.eachNode(func(n *node) {
			paths[n.path] = true
			texts[n.path] = n.mayBeText()
		})
		call.Textual = call.Textual || v.givesText()
	}
	maps.DeleteFunc(texts, func(_ string, text bool) bool { return !text })
	call.Paths = append(call.Paths, sortedKeys(paths)...)
	call.TextPaths = append(call.TextPaths, sortedKeys(texts)...)
}
