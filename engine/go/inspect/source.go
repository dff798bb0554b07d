package inspect

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// source knows the syntactic context of every term as it was written. The compiler moves parts of expressions (`not
// count(x) > 0` loses its count), so the compiled rules alone do not tell what stood inside a `not`.
type source struct {
	contexts map[Location][]string
}

func readSource(modules map[string]*ast.Module) *source {
	s := &source{contexts: map[Location][]string{}}
	for _, m := range modules {
		for _, r := range m.Rules {
			s.visit(r, nil)
		}
	}
	return s
}

func (s *source) nesting(at Location) []string { return s.contexts[at] }

// visit walks a part of the syntax tree and notes for each term what it stands in.
func (s *source) visit(x any, context []string) {
	ast.NewGenericVisitor(func(y any) bool {
		switch v := y.(type) {
		case *ast.Expr:
			if !v.Negated || y == x {
				return s.every(v, context)
			}
			positive := v.Copy()
			positive.Negated = false
			s.visit(positive, with(context, "not"))
			return true
		case *ast.Term:
			return s.term(v, context)
		}
		return false
	}).Walk(x)
}

// every opens the body of an `every`; its domain is still outside.
func (s *source) every(e *ast.Expr, context []string) bool {
	every, ok := e.Terms.(*ast.Every)
	if !ok {
		return false
	}
	s.visit(every.Domain, context)
	s.visit(every.Body, with(context, "every"))
	return true
}

func (s *source) term(t *ast.Term, context []string) bool {
	if t.Location != nil && len(context) > 0 {
		at := location(t.Location)
		if len(s.contexts[at]) < len(context) {
			s.contexts[at] = context
		}
	}
	inside := with(context, "comprehension")
	switch v := t.Value.(type) {
	case *ast.ArrayComprehension:
		s.visit(v.Term, inside)
		s.visit(v.Body, inside)
	case *ast.SetComprehension:
		s.visit(v.Term, inside)
		s.visit(v.Body, inside)
	case *ast.ObjectComprehension:
		s.visit(v.Key, inside)
		s.visit(v.Value, inside)
		s.visit(v.Body, inside)
	case *ast.TemplateString: // an undefined part is written out as text: it hides what is missing
		for _, part := range v.Parts {
			s.visit(part, inside)
		}
	default:
		return false
	}
	return true
}

func with(context []string, kind string) []string {
	return append(slices.Clone(context), kind)
}

// describe fills in what is written in the modules of one package.
func describe(p *Package, file string, m *ast.Module) {
	at := location(m.Package.Location)
	p.Files = append(p.Files, SourceFile{at})
	for _, i := range m.Imports {
		p.Imports = append(p.Imports, Import{location(i.Location), i.Path.String(), string(i.Alias)})
	}
	for _, r := range m.Rules {
		for d := r; d != nil; d = d.Else {
			p.Rules = append(p.Rules, Rule{location(d.Location), plain(d.Head.Ref()[0]), ruleKind(r), len(d.Head.Ref()) - 1, d.Default})
		}
	}
	describeMetadata(p, m, at)
}

func ruleKind(r *ast.Rule) string {
	switch {
	case len(r.Head.Args) > 0:
		return "function"
	case len(r.Head.Ref()) > 1:
		return "partial_object"
	case r.Head.RuleKind() == ast.MultiValue:
		return "partial_set"
	}
	return "complete"
}

var (
	markPattern = regexp.MustCompile(`(?i)^\s*meta-?data\s*:?\s*$`)
	keyPattern  = regexp.MustCompile(`^ ?["']?([A-Za-z_][A-Za-z0-9_-]*)["']?\s*:(?:\s|$)`)
)

// describeMetadata reads the METADATA blocks from the comments as well as from the parser, because the parser is silent
// about blocks that are misspelt, stand in the wrong place, or have keys it does not know.
func describeMetadata(p *Package, m *ast.Module, packageLine Location) {
	keys := map[int][]string{}
	for i, c := range m.Comments {
		text := string(c.Text)
		if !markPattern.MatchString(text) {
			continue
		}
		at := location(c.Location)
		mark := MetadataMark{Location: at, Text: strings.TrimSpace(text), BelowPackage: at.Row > packageLine.Row}
		mark.Exact = ast.IsMetadataComment(c)
		p.MetadataMarks = append(p.MetadataMarks, mark)
		keys[at.Row] = blockKeys(m.Comments[i+1:], at.Row)
	}
	for _, a := range m.Annotations {
		found := Annotation{
			Location: location(a.Location), Scope: a.Scope, Title: a.Title, Description: a.Description,
			Custom: a.Custom, Schemas: len(a.Schemas) > 0, Entrypoint: a.Entrypoint, Target: a.GetTargetPath().String(),
		}
		found.Keys = keys[found.Row]
		if found.Keys == nil {
			found.Keys = []string{}
		}
		if found.Custom == nil {
			found.Custom = map[string]any{}
		}
		p.Annotations = append(p.Annotations, found)
	}
}

// blockKeys are the top-level keys of the comment block that follows a row.
func blockKeys(comments []*ast.Comment, row int) []string {
	keys := []string{}
	for _, c := range comments {
		if c.Location.Row != row+1 {
			break
		}
		row++
		if found := keyPattern.FindStringSubmatch(string(c.Text)); found != nil {
			keys = append(keys, found[1])
		}
	}
	return keys
}

// checkAnnotated refuses modules that were parsed without their annotations: every METADATA would look absent.
func checkAnnotated(file string, m *ast.Module) error {
	for _, c := range m.Comments {
		if ast.IsMetadataComment(c) && len(m.Annotations) == 0 {
			return fmt.Errorf("%s has METADATA but was parsed without annotations", file)
		}
	}
	return nil
}
