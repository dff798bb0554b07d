package inspect

import (
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// writing builtins put a text into a longer one, or say how long it is; whoever only shows it needs no other.
var writing = map[string]bool{
	"concat": true, "sprintf": true, "internal.template_string": true, "lower": true, "upper": true, "count": true,
	"print": true, "internal.print": true,
}

// placing builtins tell which item of an array stands where.
var placing = map[string]int{
	"internal.member_3": 2, "object.subset": 0, "walk": 0, "json.patch": 0, "json.filter": 0, "json.remove": 0,
}

// isInOrder tells whether a text was written out of values in their order, or would be if the value were written.
func (v value) isInOrder() bool {
	if v.ordered || v.ranked || v.elem != nil && (!v.array || v.elem.isInOrder()) {
		return true
	}
	return slices.ContainsFunc(slices.Collect(maps.Values(v.fields)), func(f *value) bool { return f.isInOrder() })
}

// mayBeText tells whether anything in a value may be text that the rule did not write itself.
func (v value) mayBeText() bool {
	found := v.unknown || v.givesText()
	v.eachNode(func(n *node) { found = found || n.mayBeText() })
	return found
}

// writes is what a builtin gives that is no part of its arguments: text that values stand in their order in, if it was
// given such text, or what it would write in their order.
func writes(name string, out value, arguments []value) value {
	out.ordered = out.textual && name != "count" && slices.ContainsFunc(arguments, func(v value) bool { return v.isInOrder() && v.mayBeText() })
	return out
}

// arranged records what would tell of the order of texts without comparing them: a text in which they stand in order is
// taken apart, or an array of them is asked who stands where.
func (f *frame) arranged(name string, arguments []value, at *ast.Location) {
	if !f.recording {
		return
	}
	if position, ok := placing[name]; ok && position < len(arguments) {
		f.takes(arguments[position], at)
	}
	if !writing[name] && operators[name] == "" && !shallow[name] && slices.ContainsFunc(arguments, value.holdsOrdered) {
		f.tells("part", at)
	}
}

// meets records that texts in their order are compared with others: {"1.10", "1.9"} as a list is ["1.10", "1.9"] only
// because one comes before the other. What was put in order on both sides, and what is written in the rule, tells nothing.
func (f *frame) meets(left, right value, at *ast.Location) {
	if left.holdsOrdered() || right.holdsOrdered() {
		f.tells("part", at)
	}
	for _, side := range [][2]value{{left, right}, {right, left}} {
		one, other := side[0], side[1]
		if one.ranked && !other.ranked && !other.isWritten() && !other.isHollow() && other.isContainer() {
			f.takes(one, at)
		}
	}
}

// holdsOrdered tells whether a text in which values stand in their order is in a value.
func (v value) holdsOrdered() bool {
	if v.ordered || v.elem != nil && v.elem.holdsOrdered() {
		return true
	}
	return slices.ContainsFunc(slices.Collect(maps.Values(v.fields)), func(f *value) bool { return f.holdsOrdered() })
}

// isWritten tells that nothing but literals is in a value.
func (v value) isWritten() bool {
	if len(v.fields) == 0 {
		return v.isConstant()
	}
	return len(v.nodes) == 0 && v.elem == nil && !v.computed && !v.unknown && len(v.parameters) == 0 &&
		!slices.ContainsFunc(slices.Collect(maps.Values(v.fields)), func(f *value) bool { return !f.isWritten() })
}

func (f *frame) tells(function string, at *ast.Location) {
	f.unit.found.calls.add(Call{
		Location: f.locate(at), Function: function, Paths: []string{}, TextPaths: []string{}, Patterns: []string{}, Textual: true, Rule: f.unit.path,
	})
}
