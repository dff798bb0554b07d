package opa

import (
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/types"
)

// keep is a builtin of our own queries; no policy can name it.
var keep = &ast.Builtin{
	Name: "internal.clean_release.keep",
	Decl: types.NewFunction(types.Args(types.A, types.A), types.B),
}

// built is asked, but for an object that grows by item without OPA's comparing each of its keys
// with all before it, which costs n^2: every rule of it becomes an object comprehension, and keep
// puts what they give together into the cache, where OPA looks before it evaluates the object.
func built(compiler *ast.Compiler, name ast.Ref) []*ast.Expr {
	var body []*ast.Expr
	var parts []*ast.Term
	for i, rule := range compiler.GetRulesWithPrefix(name) {
		if !addsOneKey(rule, name) {
			return []*ast.Expr{asked(name)}
		}
		part := ast.VarTerm(name.String() + itoa(i))
		entries := ast.ObjectComprehensionTerm(rule.Ref()[len(name)], rule.Head.Value, rule.Body)
		body = append(body, ast.Equality.Expr(part, entries))
		parts = append(parts, part)
	}
	path := ast.ArrayTerm(name[1:]...)
	return append(body, keep.Expr(path, ast.ArrayTerm(parts...)))
}

// addsOneKey says whether the rule is `name[key] := value if …` and nothing else.
func addsOneKey(rule *ast.Rule, name ast.Ref) bool {
	head := rule.Head
	return len(head.Args) == 0 && head.RuleKind() == ast.SingleValue && head.HasDynamicRef() && head.Value != nil &&
		!rule.Default && rule.Else == nil && len(rule.Ref()) == len(name)+1
}

// keeper puts objects into a cache. Where two parts give one key two values, it leaves the matter to
// OPA, which meets the conflict when it evaluates the object and says where.
func keeper(cache *recall) map[string]*topdown.Builtin {
	put := func(_ topdown.BuiltinContext, operands []*ast.Term, iter func(*ast.Term) error) error {
		path, parts := operands[0].Value.(*ast.Array), operands[1].Value.(*ast.Array)
		if whole, ok := joined(parts); ok {
			name := ast.Ref{ast.DefaultRootDocument}
			path.Foreach(func(part *ast.Term) { name = append(name, part) })
			cache.Put(name, ast.NewTerm(whole))
		}
		return iter(ast.InternedTerm(true))
	}
	return map[string]*topdown.Builtin{keep.Name: {Decl: keep, Func: put}}
}

// joined gives one object with the entries of all, unless they disagree about one.
func joined(parts *ast.Array) (ast.Object, bool) {
	whole, ok := parts.Elem(0).Value.(ast.Object)
	for i := 1; ok && i < parts.Len(); i++ {
		part, isObject := parts.Elem(i).Value.(ast.Object)
		if !isObject {
			return nil, false
		}
		whole, ok = whole.MergeWith(part, agreed)
	}
	return whole, ok
}

// agreed keeps a value that two parts give, and stops where it is not one value.
func agreed(one, other *ast.Term) (value *ast.Term, stop bool) {
	return one, !one.Equal(other)
}
