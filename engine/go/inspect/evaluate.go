package inspect

import (
	"maps"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// analysis holds what is shared by all packages: the rule tree, the input schema and every unit evaluated so far.
type analysis struct {
	root   *branch
	input  *node
	source *source
	calls  map[string]*unit    // functions under their arguments
	names  map[ast.Var]ast.Var // the names that variables have in the source
}

// frame is one rule being evaluated: the values of its variables and where we are in it.
type frame struct {
	*analysis
	unit      *unit
	rule      *ast.Rule
	env       map[ast.Var]value
	binders   map[binder]bool
	expr      *ast.Expr
	nesting   []string
	ranks     bool // something was gone through in the order of its values
	recording bool
}

// binder is an occurrence of a variable that gives it its value. The compiler orders bodies so that a variable is bound
// where it first occurs; later occurrences only filter.
type binder struct {
	expr *ast.Expr
	term *ast.Term
	side int
}

const maxPasses = 6

// need is the result of a unit that the rule uses.
func (f *frame) need(u *unit, arguments []value, at *ast.Location) value {
	f.uses(u)
	if u.running { // the compiler refuses recursion; should it ever not, nothing may be lost in silence
		f.giveUp(u.path, at)
		return unknown
	}
	f.evaluate(u, arguments)
	return u.result
}

// evaluate makes sure that a unit has its result and its facts.
func (a *analysis) evaluate(u *unit, arguments []value) {
	if u.found != nil {
		return
	}
	u.running = true
	u.found, u.uses = newFacts(), map[*unit]bool{}
	for _, r := range u.rules {
		a.define(u, r, arguments, map[ast.Var]value{})
	}
	u.running = false
}

// define adds one definition and its else branches to the unit.
func (a *analysis) define(u *unit, r *ast.Rule, arguments []value, env map[ast.Var]value) {
	f := &frame{analysis: a, unit: u, rule: r, env: maps.Clone(env), binders: map[binder]bool{}}
	var result value
	stable := false
	for pass := 0; pass < maxPasses && !stable; pass++ {
		before := f.summary()
		result = f.define(arguments)
		stable = f.summary() == before
	}
	f.recording = true
	result = join(result, f.define(arguments))
	if !stable {
		f.giveUp(u.path, r.Location)
	}
	u.result = join(u.result, result)
	if r.Else != nil {
		inherited := map[ast.Var]value{}
		for _, t := range r.Head.Args {
			ast.WalkVars(t, func(v ast.Var) bool { inherited[v] = f.env[v]; return false })
		}
		a.define(u, r.Else, arguments, inherited)
	}
}

func (f *frame) define(arguments []value) value {
	for i, t := range f.rule.Head.Args {
		v := unknown
		if arguments != nil && i < len(arguments) {
			v = arguments[i]
		}
		f.bind(t, v, "argument", i)
	}
	f.body(f.rule.Body)
	return f.head()
}

// head is what the rule adds to its name: the value under the keys of its reference.
func (f *frame) head() value {
	head := f.rule.Head
	f.expr = nil
	var out value
	switch {
	case head.RuleKind() == ast.MultiValue:
		member := f.term(head.Key)
		out = container(member, member)
	case head.Value == nil:
		out = constant(ast.Boolean(true))
	default:
		out = f.term(head.Value)
	}
	if f.isAnswer() {
		f.deep(out, head.Location)
	}
	reference := head.Ref()
	for i := len(reference) - 1; i > 0 && !f.unit.isFunction(); i-- {
		key := reference[i]
		if isScalar(key) {
			inner := out
			out = value{fields: map[string]*value{text(key.Value): &inner}}
			continue
		}
		out = container(f.term(key), out)
	}
	return out
}

// isAnswer tells whether the host reads the rule's value, and so everything in it.
func (f *frame) isAnswer() bool { return kindOf(f.unit.pkg) == KindRule && answers[f.unit.name()] }

var answers = map[string]bool{"subjects": true, "holds": true, "applies": true, "detail": true}

func (f *frame) summary() string {
	var b strings.Builder
	for _, k := range sortedKeys(f.env) {
		b.WriteString(string(k) + "=" + f.env[k].id() + ";")
	}
	return b.String()
}

func (f *frame) body(b ast.Body) {
	for _, e := range b {
		f.expression(e)
	}
}

func (f *frame) expression(e *ast.Expr) {
	outer := f.expr
	f.expr = e
	defer func() { f.expr = outer }()
	if e.Negated {
		defer f.enter("not")()
		f.note(func(found *facts, at Location) { found.negations.add(Use{at, f.unit.path}) }, e.Location)
	}
	for _, w := range e.With {
		f.note(func(found *facts, at Location) { found.withs.add(Use{at, f.unit.path}) }, w.Location)
		f.term(w.Value)
	}
	switch t := e.Terms.(type) {
	case *ast.Term:
		f.term(t)
	case *ast.Every:
		f.every(t)
	case []*ast.Term:
		f.operation(e, t)
	default:
		f.giveUp(e.String(), e.Location)
	}
}

func (f *frame) every(t *ast.Every) {
	domain := f.term(t.Domain)
	if t.Key != nil {
		f.takes(domain, t.Domain.Location)
		f.bind(t.Key, domain.indexes(), "==", 0)
	}
	if t.Value != nil {
		f.bind(t.Value, f.step(domain, unknown, nil, t.Domain.Location), "==", 1)
	}
	defer f.enter("every")()
	f.body(t.Body)
}

// enter opens a syntactic context; the function it returns closes it.
func (f *frame) enter(kind string) func() {
	outer := f.nesting
	f.nesting = append(append([]string{}, outer...), kind)
	return func() { f.nesting = outer }
}

// operation is a call in statement form: an equation, or a function with its arguments and perhaps its output.
func (f *frame) operation(e *ast.Expr, t []*ast.Term) {
	if e.IsEquality() || e.IsAssignment() {
		f.equation(t[1], t[2])
		return
	}
	operator, ok := t[0].Value.(ast.Ref)
	if !ok {
		f.giveUp(e.String(), e.Location)
		return
	}
	arity, known := f.arity(operator)
	if !known {
		f.giveUp(e.String(), e.Location)
		return
	}
	result := f.call(operator, t[1:min(len(t), arity+1)], e.Location)
	if len(t) == arity+2 {
		f.bind(t[arity+1], result, "==", arity+1)
	}
}

func (f *frame) arity(operator ast.Ref) (int, bool) {
	if at, used := f.root.find(operator); at.unit != nil && used == len(operator) {
		return len(at.unit.rules[0].Head.Args), true
	}
	if b, ok := ast.BuiltinMap[operator.String()]; ok {
		return len(b.Decl.FuncArgs().Args), true
	}
	return 0, false
}

// equation binds what is new on either side, or compares two sides that are known.
func (f *frame) equation(left, right *ast.Term) {
	newLeft, newRight := f.binds(left, 1), f.binds(right, 2)
	if newLeft {
		f.bind(left, f.term(right), "==", 1)
	}
	if newRight {
		f.bind(right, f.term(left), "==", 2)
	}
	if !newLeft && !newRight {
		f.compare("==", f.term(left), f.term(right), f.place(left, right))
	}
}

// binds tells whether a variable, or a pattern with variables, gets its value at this occurrence.
func (f *frame) binds(t *ast.Term, side int) bool {
	switch v := t.Value.(type) {
	case ast.Var:
		key := binder{f.expr, t, side}
		if _, bound := f.env[v]; !bound {
			f.binders[key] = true
		}
		return f.binders[key]
	case *ast.Array:
		found := false
		v.Foreach(func(x *ast.Term) { found = f.binds(x, side) || found })
		return found
	case ast.Object:
		found := false
		v.Foreach(func(_, x *ast.Term) { found = f.binds(x, side) || found })
		return found
	}
	return false
}

// bind gives a variable its value, takes a value apart along a pattern, or compares it with what stands there.
func (f *frame) bind(t *ast.Term, v value, operator string, side int) {
	switch x := t.Value.(type) {
	case ast.Var:
		if f.binds(t, side) {
			f.env[x] = join(f.env[x], v)
			return
		}
		f.compare(operator, f.env[x], v, t.Location)
	case *ast.Array:
		f.takes(v, t.Location)
		for i := range x.Len() {
			key := ast.IntNumberTerm(i)
			f.bind(x.Elem(i), f.step(v, constant(key.Value), key, t.Location), operator, side)
		}
	case ast.Object:
		x.Foreach(func(k, e *ast.Term) {
			f.bind(e, f.step(v, f.term(k), k, t.Location), operator, side)
		})
	default:
		f.compare(operator, f.term(t), v, t.Location)
	}
}
