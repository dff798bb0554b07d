package opa

import (
	"context"
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

	allMetadata bool
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
		opened := meanwhile(deadline, "reading the schema", func() (any, *Error) { return readSchema(schema, limits) })
		modules, err := parseModules(req, limits, deadline)
		if err != nil {
			return nil, err
		}
		store, err := openStore(data, limits)
		if err != nil {
			return nil, err
		}
		raw, err := opened()
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
