package opa

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
)

// parseModules parses on two threads; what it finds is in the order of the modules' names.
func parseModules(req CompileRequest, limits Limits, deadline time.Time) (map[string]*ast.Module, *Error) {
	names, err := namesWithin(req.Modules, limits)
	if err != nil {
		return nil, err
	}
	options := ast.ParserOptions{Capabilities: capabilities(req), RegoVersion: regoVersion(req.RegoVersion)}
	half := len(names) / 2
	later := meanwhile(deadline, "parsing", func() (parsed, *Error) { return parseSome(req, names[half:], options, limits, deadline) })
	first, err := parseSome(req, names[:half], options, limits, deadline)
	second, failed := later()
	if err = firstOf(err, failed); err != nil {
		return nil, err
	}
	if findings := append(first.findings, second.findings...); len(findings) > 0 {
		return nil, refused(findings...)
	}
	maps.Copy(first.modules, second.modules)
	return first.modules, nil
}

func firstOf(errors ...*Error) *Error {
	for _, err := range errors {
		if err != nil {
			return err
		}
	}
	return nil
}

// namesWithin gives the names in order, and refuses more modules or bytes than the limits allow.
func namesWithin(modules map[string]string, limits Limits) ([]string, *Error) {
	if int64(len(modules)) > limits.Modules {
		return nil, refused(Finding{Code: CodeTooLarge, Message: "too many modules"})
	}
	names := slices.Sorted(maps.Keys(modules))
	left := limits.SourceBytes
	for _, name := range names {
		if left -= int64(len(modules[name])); left < 0 {
			return nil, refused(Finding{Code: CodeTooLarge, Message: "the modules have too many bytes", File: name})
		}
	}
	return names, nil
}

type parsed struct {
	modules  map[string]*ast.Module
	findings []Finding
}

func parseSome(req CompileRequest, names []string, options ast.ParserOptions, limits Limits, deadline time.Time) (parsed, *Error) {
	all := parsed{modules: make(map[string]*ast.Module, len(names))}
	for _, name := range names {
		if time.Now().After(deadline) {
			return all, refused(Finding{Code: CodeTimeout, Message: "parsing did not end before the deadline", File: name})
		}
		source := req.Modules[name]
		options.ProcessAnnotation = req.readsMetadata(source)
		module, found := parseModule(name, source, options, limits)
		all.modules[name] = module
		all.findings = append(all.findings, found...)
	}
	return all, nil
}

// readsMetadata says whether METADATA is parsed. It is when a policy is inspected, which every policy
// is before it is trusted. Evaluating needs none of it, so that otherwise only what may hold `schemas`
// is read: to be refused, not to be obeyed, for the type checker never looks at it.
func (req *CompileRequest) readsMetadata(source string) bool {
	return req.Inspect || req.allMetadata || strings.Contains(source, "schemas")
}

func parseModule(name, source string, options ast.ParserOptions, limits Limits) (*ast.Module, []Finding) {
	if row := tooDeepAt(source, 4*limits.Depth); row > 0 {
		return nil, []Finding{{Code: CodeTooDeep, Message: "brackets are nested too deeply", File: name, Row: row, Column: 1}}
	}
	module, err := ast.ParseModuleWithOpts(name, source, options)
	if err != nil {
		return nil, findingsOf(err)
	}
	if module == nil {
		return nil, []Finding{{Code: CodeParse, Message: "the module is empty", File: name, Row: 1, Column: 1}}
	}
	return module, schemaAnnotations(name, module)
}

// tooDeepAt gives the row where open brackets exceed the limit. Brackets in strings and
// comments count too, which can only refuse more.
func tooDeepAt(source string, limit int64) int {
	row, open := 1, int64(0)
	for i := range len(source) {
		switch source[i] {
		case '\n':
			row++
		case '(', '[', '{':
			if open++; open > limit {
				return row
			}
		case ')', ']', '}':
			open = max(open-1, 0)
		}
	}
	return 0
}

// schemaAnnotations refuses METADATA `schemas:`: it switches type checking against the
// real input schema off for that rule, and it can name a document to fetch.
func schemaAnnotations(name string, module *ast.Module) []Finding {
	var findings []Finding
	for _, a := range module.Annotations {
		if len(a.Schemas) == 0 {
			continue
		}
		f := Finding{Code: CodeMetadataSchemas, Message: "METADATA may not hold schemas", File: name}
		if a.Location != nil {
			f.Row, f.Column = a.Location.Row, a.Location.Col
		}
		findings = append(findings, f)
	}
	return findings
}
