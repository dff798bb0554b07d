package opa

import (
	"errors"
	"fmt"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// Codes that callers store in reports. They are stable: a code is never renamed or
// given another meaning, because the texts of OPA change between versions.
const (
	CodeTimeout   = "timeout"
	CodeCancelled = "cancelled"
	CodeMemory    = "memory"
	CodePanic     = "panic"
	CodeConflict  = "conflict"
	CodeBuiltin   = "builtin_error"
	CodeType      = "type_error"
	CodeWithMerge = "with_merge_error"
	CodeInternal  = "internal_error"
	CodeTooLarge  = "too_large"
	CodeTooDeep   = "too_deep"

	CodeFormatChangesMeaning = "format_changes_meaning"
	CodeResultTooLarge       = "result_too_large"
	CodeResultTooDeep        = "result_too_deep"
	CodeNonStringKey         = "non_string_key"
	CodeInvalidString        = "invalid_string"
	CodeNumber               = "number_inexact"
	CodeNotAnObject          = "not_an_object"
	CodeInvalidRequest       = "invalid_request"
	CodeInvalidInput         = "invalid_input"
	CodeInvalidData          = "invalid_data"
	CodeInvalidSchema        = "invalid_schema"
	CodeSchemaRef            = "schema_ref"
	CodeMetadataSchemas      = "metadata_schemas"
	CodeBuiltinRefused       = "builtin_not_allowed"
	CodeUnknownHandle        = "unknown_handle"
	CodeCompile              = "compile_error"
	CodeParse                = "parse_error"
	CodeInspection           = "inspection_error"
)

// Finding is one reason why a policy was refused, with the place that has to change.
type Finding struct {
	Code    string `json:"code"`
	Message string `json:"message"`
	File    string `json:"file"`
	Row     int    `json:"row"`
	Column  int    `json:"column"`
}

// Error is the failure of a whole call, as opposed to the failure of one entrypoint.
type Error struct {
	Code     string    `json:"code"`
	Message  string    `json:"message"`
	Findings []Finding `json:"findings,omitempty"`
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

func fail(code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

func refused(findings ...Finding) *Error {
	first := findings[0]
	code := CodeCompile
	if first.Code == CodeTimeout || first.Code == CodePanic {
		code = first.Code
	}
	return &Error{Code: code, Message: first.Message, Findings: findings}
}

// guarded runs f on its own goroutine, turns a panic into an error and stops waiting at the
// deadline. Go cannot kill a goroutine: one that ignores its deadline keeps a core until it
// ends, which is why untrusted policies belong in a child process that can be killed.
func guarded[T any](deadline time.Time, what string, f func() (T, *Error)) (T, *Error) {
	type answer struct {
		value T
		err   *Error
	}
	done := make(chan answer, 1)
	go func() {
		var a answer
		defer func() {
			if r := recover(); r != nil {
				a.err = panicked(r)
			}
			done <- a
		}()
		a.value, a.err = f()
	}()
	timer := time.NewTimer(time.Until(deadline))
	defer timer.Stop()
	select {
	case a := <-done:
		return a.value, a.err
	case <-timer.C:
		var none T
		return none, fail(CodeTimeout, "%s did not end before the deadline", what)
	}
}

// meanwhile starts f on another thread; what it gives back waits for the answer of f.
func meanwhile[T any](deadline time.Time, what string, f func() (T, *Error)) func() (T, *Error) {
	var value T
	var err *Error
	done := make(chan struct{})
	go func() {
		defer close(done)
		value, err = guarded(deadline, what, f)
	}()
	return func() (T, *Error) {
		<-done
		return value, err
	}
}

func panicked(r any) *Error {
	return fail(CodePanic, "the engine panicked: %v\n%s", r, debug.Stack())
}

var astCodes = map[string]string{
	ast.ParseErr:     CodeParse,
	ast.CompileErr:   CodeCompile,
	ast.TypeErr:      CodeType,
	ast.UnsafeVarErr: "unsafe_var_error",
	ast.RecursionErr: "recursion_error",
	ast.FormatErr:    "format_error",
}

var undefinedFunction = regexp.MustCompile(`^undefined function ([A-Za-z0-9_.]+)`)

// findingsOf translates OPA's own errors. A call of a builtin that exists but is not on
// the allow-list gets its own code, because the remedy differs from that of a misspelt name.
func findingsOf(err error) []Finding {
	list, ok := errors.AsType[ast.Errors](err)
	if !ok {
		single, isOne := errors.AsType[*ast.Error](err)
		if !isOne {
			return []Finding{{Code: CodeCompile, Message: err.Error()}}
		}
		list = ast.Errors{single}
	}
	findings := make([]Finding, 0, len(list))
	for _, e := range list {
		f := Finding{Code: astCodes[e.Code], Message: e.Message}
		if f.Code == "" {
			f.Code = CodeCompile
		}
		if e.Location != nil {
			f.File, f.Row, f.Column = e.Location.File, e.Location.Row, e.Location.Col
		}
		if m := undefinedFunction.FindStringSubmatch(e.Message); m != nil && isBuiltin(m[1]) {
			f.Code = CodeBuiltinRefused
			f.Message = "builtin " + m[1] + " is not on the allow-list"
		}
		if e.Details != nil {
			f.Message += "\n" + strings.Join(e.Details.Lines(), "\n")
		}
		findings = append(findings, f)
	}
	return findings
}

func isBuiltin(name string) bool {
	_, ok := ast.BuiltinMap[name]
	return ok
}

var topdownCodes = map[string]string{
	topdown.CancelErr:    CodeCancelled,
	topdown.ConflictErr:  CodeConflict,
	topdown.TypeErr:      CodeType,
	topdown.BuiltinErr:   CodeBuiltin,
	topdown.WithMergeErr: CodeWithMerge,
	topdown.InternalErr:  CodeInternal,
}

// failureOf translates an evaluation error into a stable code and a place.
func failureOf(err error) *Failure {
	known, ok := errors.AsType[*topdown.Error](err)
	if !ok {
		return &Failure{Code: CodeInternal, Message: err.Error()}
	}
	code := topdownCodes[known.Code]
	if code == "" {
		code = CodeInternal
	}
	f := &Failure{Code: code, Message: known.Message}
	if known.Location != nil {
		f.Location = &Location{File: known.Location.File, Row: known.Location.Row, Column: known.Location.Col}
	}
	return f
}
