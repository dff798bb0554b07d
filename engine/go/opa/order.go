package opa

import (
	"github.com/open-policy-agent/opa/v1/ast"
)

var answerVar = ast.VarTerm("answer")

// plan is how a package is asked for. Both ways give one answer; the first is linear in time.
type plan struct {
	linear ast.Body
	plain  ast.Body
}

// plans gives, for every package, the query that answers it in linear time. OPA evaluates the
// rules of a package by name. Where `detail` looks into `holds` by key before `holds` was
// evaluated as a whole, OPA goes through every item for each key: n items cost n^2. So the query
// asks for the sets and objects of the package first, each after those it is made of; all later
// looks find them in the cache. Nothing is evaluated that the package would not evaluate.
func plans(compiler *ast.Compiler) map[string]plan {
	nodes, ok := compiler.Graph.Sort()
	if !ok {
		return nil
	}
	found := make(map[string]plan)
	seen := make(map[string]bool)
	for _, node := range nodes {
		rule, ok := node.(*ast.Rule)
		if !ok || !growsByItem(rule) {
			continue
		}
		path := rule.Module.Package.Path
		name := rule.Ref()[:len(path)+1]
		if seen[name.String()] {
			continue
		}
		seen[name.String()] = true
		own := found[path.String()]
		own.plain = append(own.plain, asked(name))
		own.linear = append(own.linear, built(compiler, name)...)
		found[path.String()] = own
	}
	for path, own := range found {
		whole := ast.Equality.Expr(ast.NewTerm(ast.MustParseRef(path)), answerVar)
		found[path] = plan{linear: ast.NewBody(append(own.linear, whole)...), plain: ast.NewBody(append(own.plain, whole)...)}
	}
	return found
}

// growsByItem says whether the rule adds to a set or an object, one element for each of something.
func growsByItem(rule *ast.Rule) bool {
	head := rule.Head
	return len(head.Args) == 0 && (head.RuleKind() == ast.MultiValue || head.HasDynamicRef())
}

// asked evaluates a document as a whole, and goes on whether it has a value or not.
func asked(name ast.Ref) *ast.Expr {
	whole := ast.VarTerm("whole")
	body := ast.NewBody(ast.Equality.Expr(whole, ast.NewTerm(name)))
	return ast.NewExpr(ast.ArrayComprehensionTerm(whole, body))
}
