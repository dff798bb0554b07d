package opa

import (
	"github.com/open-policy-agent/opa/v1/ast"

	"clean-release.dev/embedded-opa/inspect"
)

// inspectModules says what the compiled policies are and what they read.
func inspectModules(compiler *ast.Compiler, modules map[string]*ast.Module, schema any) (any, *Error) {
	inspection, err := inspect.Inspect(compiler, modules, schema)
	if err != nil {
		return nil, fail(CodeInspection, "%v", err)
	}
	return inspection, nil
}
