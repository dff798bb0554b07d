package opa

import "github.com/open-policy-agent/opa/v1/ast"

func inspectModules(*ast.Compiler, map[string]*ast.Module, any) (any, *Error) {
	return nil, fail(CodeInvalidRequest, "this build has no inspection")
}
