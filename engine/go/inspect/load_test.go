package inspect

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

// inputSchema is the example schema: the contract's sections in today's form of an observation.
func inputSchema(t *testing.T) any {
	t.Helper()
	raw, err := os.ReadFile("testdata/input.json")
	if err != nil {
		t.Fatal(err)
	}
	var schema any
	if err := json.Unmarshal(raw, &schema); err != nil {
		t.Fatal(err)
	}
	return schema
}

// folder gives the policies below a folder, named by their path inside it.
func folder(t *testing.T, roots ...string) map[string]string {
	t.Helper()
	sources := map[string]string{}
	for _, root := range roots {
		err := fs.WalkDir(os.DirFS(root), ".", func(path string, _ fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".rego") || strings.HasSuffix(path, "_test.rego") {
				return err
			}
			raw, err := os.ReadFile(filepath.Join(root, path))
			sources[path] = string(raw)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return sources
}

// compiled parses and compiles as the engine does, against the example schema and strictly.
func compiled(t *testing.T, sources map[string]string) (*ast.Compiler, map[string]*ast.Module) {
	t.Helper()
	modules := map[string]*ast.Module{}
	for name, text := range sources {
		m, err := ast.ParseModuleWithOpts(name, text, ast.ParserOptions{ProcessAnnotation: true})
		if err != nil {
			t.Fatal(err)
		}
		modules[name] = m
	}
	set := ast.NewSchemaSet()
	set.Put(ast.SchemaRootRef, inputSchema(t))
	c := ast.NewCompiler().WithSchemas(set).WithStrict(true).WithUseTypeCheckAnnotations(false)
	c.Compile(modules)
	if c.Failed() {
		t.Fatal(c.Errors)
	}
	return c, modules
}

func inspected(t *testing.T, sources map[string]string) map[string]Package {
	t.Helper()
	c, modules := compiled(t, sources)
	found, err := Inspect(c, modules, inputSchema(t))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]Package{}
	for _, p := range found.Packages {
		out[p.Path] = p
	}
	return out
}

// withRule adds one rule package to the example libraries.
func withRule(t *testing.T, body string) Package {
	t.Helper()
	sources := folder(t, "testdata/shared")
	sources["rules/a/b/b.rego"] = "package rules.a.b\n\nimport data.lib.env\nimport data.lib.refs\n\n" + body +
		"\n\nused if {\n\tenv.named\n\trefs.active\n}\n"
	return inspected(t, sources)["data.rules.a.b"]
}
