package opa

import (
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"
)

// FormatRequest is one module to lay out.
type FormatRequest struct {
	Name        string `json:"name"`
	Source      string `json:"source"`
	RegoVersion int    `json:"rego_version"`
	Limits      Limits `json:"limits"`
}

// Format lays a module out as `opa fmt` does.
func Format(req FormatRequest) (string, *Error) {
	limits := req.Limits.withDefaults()
	return guarded(time.Now().Add(limits.deadline()), "formatting", func() (string, *Error) {
		if int64(len(req.Source)) > limits.SourceBytes {
			return "", refused(Finding{Code: CodeTooLarge, Message: "the module has too many bytes", File: req.Name})
		}
		if row := tooDeepAt(req.Source, 4*limits.Depth); row > 0 {
			return "", refused(Finding{Code: CodeTooDeep, Message: "brackets are nested too deeply", File: req.Name, Row: row})
		}
		version := regoVersion(req.RegoVersion)
		out, err := format.SourceWithOpts(req.Name, []byte(req.Source), format.Opts{
			RegoVersion:   version,
			ParserOptions: &ast.ParserOptions{RegoVersion: version, ProcessAnnotation: true},
		})
		if err != nil {
			return "", refused(findingsOf(err)...)
		}
		if row := changedMeaning(req, out, version); row > 0 {
			return "", refused(Finding{
				Code:    CodeFormatChangesMeaning,
				Message: "laid out by OPA's formatter this rule would mean something else; write it without the parentheses",
				File:    req.Name,
				Row:     row,
			})
		}
		return string(out), nil
	})
}

// changedMeaning gives the row of the first rule that reads differently after formatting, or 0. The formatter drops
// parentheses that matter: `(x in xs) == false` becomes `x in xs == false`, which is read as `x in (xs == false)`.
func changedMeaning(req FormatRequest, formatted []byte, version ast.RegoVersion) int {
	options := ast.ParserOptions{RegoVersion: version}
	before, err := ast.ParseModuleWithOpts(req.Name, req.Source, options)
	if err != nil {
		return 1
	}
	after, err := ast.ParseModuleWithOpts(req.Name, string(formatted), options)
	if err != nil || len(before.Rules) != len(after.Rules) {
		return 1
	}
	for i, rule := range before.Rules {
		if !rule.Equal(after.Rules[i]) {
			return rule.Loc().Row
		}
	}
	return 0
}
