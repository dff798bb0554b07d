package opa

import (
	"context"
	"sort"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
)

// CompileRequest says what to compile. Builtins is the complete allow-list; nil means every
// builtin of this OPA and is meant for comparing with the opa binary only.
type CompileRequest struct {
	Modules     map[string]string `json:"modules"`
	Builtins    *[]string         `json:"builtins"`
	Strict      bool              `json:"strict"`
	Inspect     bool              `json:"inspect"`
	RegoVersion int               `json:"rego_version"`
	Limits      Limits            `json:"limits"`
}

// Policy is what compiling gives: immutable, safe for concurrent evaluations.
type Policy struct {
	Inspection any
	compiler   *ast.Compiler
	store      storage.Store
	plans      map[string]plan
	running    calls
	onlyUTC    bool
}

// Compile parses, type-checks against the input schema and keeps what evaluating needs.
func Compile(req CompileRequest, data, schema []byte) (*Policy, *Error) {
	limits := req.Limits.withDefaults()
	deadline := time.Now().Add(limits.deadline())
	return guarded(deadline, "compiling", func() (*Policy, *Error) {
		modules, err := parseModules(req, limits, deadline)
		if err != nil {
			return nil, err
		}
		store, err := openStore(data, limits)
		if err != nil {
			return nil, err
		}
		raw, err := readSchema(schema, limits)
		if err != nil {
			return nil, err
		}
		compiler, err := compileModules(req, modules, store, raw)
		if err != nil {
			return nil, err
		}
		policy := &Policy{compiler: compiler, store: store, plans: plans(compiler), onlyUTC: req.Builtins != nil}
		if req.Inspect {
			policy.Inspection, err = inspectModules(compiler, modules, raw)
		}
		return policy, err
	})
}

func compileModules(req CompileRequest, modules map[string]*ast.Module, store storage.Store, schema any) (*ast.Compiler, *Error) {
	compiler := newCompiler(req, store, schema)
	if compiler.Compile(modules); compiler.Failed() {
		return nil, refused(findingsOf(compiler.Errors)...)
	}
	return compiler, nil
}

func newCompiler(req CompileRequest, store storage.Store, schema any) *ast.Compiler {
	ctx := context.Background()
	compiler := ast.NewCompiler().
		WithCapabilities(capabilities(req)).
		WithStrict(req.Strict).
		WithUseTypeCheckAnnotations(false).
		WithDefaultRegoVersion(regoVersion(req.RegoVersion)).
		WithPathConflictsCheck(func(path []string) (bool, error) {
			var taken bool
			err := storage.Txn(ctx, store, storage.TransactionParams{}, func(txn storage.Transaction) error {
				var err error
				taken, err = storage.NonEmpty(ctx, store, txn)(path)
				return err
			})
			return taken, err
		})
	if schema != nil {
		set := ast.NewSchemaSet()
		set.Put(ast.SchemaRootRef, schema)
		compiler = compiler.WithSchemas(set)
	}
	return compiler
}

func regoVersion(version int) ast.RegoVersion {
	if version == 0 {
		return ast.RegoV0
	}
	return ast.RegoV1
}

// capabilities gives the compiler only the builtins of the allow-list. AllowNet is empty,
// not nil: nil would mean that schema references may be fetched from any host.
func capabilities(req CompileRequest) *ast.Capabilities {
	all := ast.CapabilitiesForThisVersion(ast.CapabilitiesRegoVersion(regoVersion(req.RegoVersion)))
	all.AllowNet = []string{}
	if req.Builtins == nil {
		return all
	}
	allowed := make(map[string]bool, len(*req.Builtins))
	for _, name := range *req.Builtins {
		allowed[name] = true
	}
	kept := make([]*ast.Builtin, 0, len(allowed))
	for _, b := range all.Builtins {
		if allowed[b.Name] {
			kept = append(kept, b)
		}
	}
	all.Builtins = kept
	return all
}

func parseModules(req CompileRequest, limits Limits, deadline time.Time) (map[string]*ast.Module, *Error) {
	if int64(len(req.Modules)) > limits.Modules {
		return nil, refused(Finding{Code: CodeTooLarge, Message: "too many modules"})
	}
	options := ast.ParserOptions{
		ProcessAnnotation: true,
		Capabilities:      capabilities(req),
		RegoVersion:       regoVersion(req.RegoVersion),
	}
	names := make([]string, 0, len(req.Modules))
	for name := range req.Modules {
		names = append(names, name)
	}
	sort.Strings(names)
	modules := make(map[string]*ast.Module, len(names))
	left := limits.SourceBytes
	var findings []Finding
	for _, name := range names {
		source := req.Modules[name]
		if left -= int64(len(source)); left < 0 {
			return nil, refused(Finding{Code: CodeTooLarge, Message: "the modules have too many bytes", File: name})
		}
		if time.Now().After(deadline) {
			return nil, refused(Finding{Code: CodeTimeout, Message: "parsing did not end before the deadline", File: name})
		}
		module, found := parseModule(name, source, options, limits)
		modules[name] = module
		findings = append(findings, found...)
	}
	if len(findings) > 0 {
		return nil, refused(findings...)
	}
	return modules, nil
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

func openStore(data []byte, limits Limits) (storage.Store, *Error) {
	if len(data) == 0 {
		data = []byte("{}")
	}
	term, err := parseStrict(data, CodeInvalidData, limits.DataBytes, limits.Depth)
	if err != nil {
		return nil, err
	}
	if _, ok := term.Value.(ast.Object); !ok {
		return nil, fail(CodeInvalidData, "the data is not an object")
	}
	var root map[string]any
	if e := decodeNumbers(data, &root); e != nil {
		return nil, fail(CodeInvalidData, "%v", e)
	}
	return inmem.NewFromObjectWithOpts(root, inmem.OptRoundTripOnWrite(false), inmem.OptReturnASTValuesOnRead(true)), nil
}
