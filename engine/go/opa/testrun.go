package opa

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/open-policy-agent/opa/v1/util/channel"
)

// TestRequest is a compile request and which tests to run; Run is a regular expression over
// full names such as `data.rules.branch.no_bypass_test.test_denies`.
type TestRequest struct {
	CompileRequest

	Run       string `json:"run"`
	Coverage  bool   `json:"coverage"`
	Documents bool   `json:"documents"`
}

// TestReport is what OPA's own test runner found.
type TestReport struct {
	Tests     []TestCase     `json:"tests"`
	Coverage  *cover.Report  `json:"coverage,omitempty"`
	Documents []TestDocument `json:"documents,omitempty"`
}

// TestCase is one test rule. Cases are the sub-cases of a test that is a partial object.
type TestCase struct {
	Package  string       `json:"package"`
	Name     string       `json:"name"`
	Location Location     `json:"location"`
	Outcome  string       `json:"outcome"` // passed, failed, error, skipped
	Seconds  float64      `json:"seconds"`
	Output   string       `json:"output"`
	Error    *Failure     `json:"error,omitempty"`
	Failure  *Explanation `json:"failure,omitempty"`
	Cases    []SubCase    `json:"cases"`
}

// SubCase is one leaf of a table test.
type SubCase struct {
	Name   string `json:"name"`
	Passed bool   `json:"passed"`
}

const maxOutput = 64 << 10

// Test compiles everything with OPA's additions for tests and runs the test rules. OPA's
// runner starts goroutines of its own, so a panic of OPA in a test ends the process.
func Test(req TestRequest, data, schema []byte) (*TestReport, *Error) {
	limits := req.Limits.withDefaults()
	deadline := time.Now().Add(limits.deadline())
	return guarded(deadline, "testing", func() (*TestReport, *Error) {
		req.allMetadata = true
		modules, err := parseModules(req.CompileRequest, limits, deadline)
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
		run := &testRun{
			compiler: newCompiler(req.CompileRequest, store, raw).WithEnablePrintStatements(true),
			store:    store,
			deadline: deadline,
			onlyUTC:  req.Builtins != nil,
		}
		return run.report(req, modules)
	})
}

type testRun struct {
	compiler *ast.Compiler
	store    storage.Store
	deadline time.Time
	onlyUTC  bool
}

func (t *testRun) report(req TestRequest, modules map[string]*ast.Module) (*TestReport, *Error) {
	if _, e := regexp.Compile(req.Run); e != nil {
		return nil, fail(CodeInvalidRequest, "run is not a regular expression: %v", e)
	}
	if req.Coverage && req.Documents {
		return nil, fail(CodeInvalidRequest, "a run traces coverage or documents, not both")
	}
	runner := t.newRunner().SetModules(modules).Filter(req.Run)
	var coverage *cover.Cover
	if req.Coverage {
		coverage = cover.New()
		runner = runner.SetCoverageQueryTracer(coverage)
	}
	documents := newDocuments()
	if req.Documents {
		runner = runner.SetCoverageQueryTracer(documents).SetParallel(1)
	}
	results, err := t.collect(runner)
	if err != nil {
		return nil, err
	}
	report := &TestReport{Tests: make([]TestCase, 0, len(results)), Documents: documents.found}
	for _, r := range results {
		report.Tests = append(report.Tests, newTestCase(r))
	}
	if err := t.explainFailures(report); err != nil {
		return nil, err
	}
	if coverage != nil {
		covered := coverage.Report(modules)
		report.Coverage = &covered
	}
	return report, nil
}

func (t *testRun) newRunner() *tester.Runner {
	return tester.NewRunner().
		SetCompiler(t.compiler).
		SetStore(t.store).
		SetParallel(threads).
		SetTimeout(time.Until(t.deadline)).
		RaiseBuiltinErrors(true)
}

func (t *testRun) collect(runner *tester.Runner) ([]*tester.Result, *Error) {
	ctx, cancel := context.WithDeadline(zoned(context.Background(), t.onlyUTC), t.deadline)
	defer cancel()
	txn, err := t.store.NewTransaction(ctx)
	if err != nil {
		return nil, fail(CodeInternal, "%v", err)
	}
	defer t.store.Abort(ctx, txn)
	stream, err := runner.RunTests(ctx, txn)
	if err != nil {
		return nil, refused(findingsOf(err)...)
	}
	results := channel.Collect(stream)
	if ctx.Err() != nil {
		return nil, fail(CodeTimeout, "the tests did not end before the deadline")
	}
	slices.SortFunc(results, func(a, b *tester.Result) int {
		return cmp.Or(
			cmp.Compare(a.Location.File, b.Location.File),
			cmp.Compare(a.Location.Row, b.Location.Row),
			cmp.Compare(a.Name, b.Name),
		)
	})
	return results, nil
}

func newTestCase(r *tester.Result) TestCase {
	c := TestCase{
		Package:  r.Package,
		Name:     r.Name,
		Location: Location{File: r.Location.File, Row: r.Location.Row, Column: r.Location.Col},
		Outcome:  "passed",
		Seconds:  r.Duration.Seconds(),
		Output:   strings.ToValidUTF8(string(r.Output[:min(len(r.Output), maxOutput)]), "\uFFFD"),
		Cases:    subCases(r.SubResults),
	}
	switch {
	case r.Skip:
		c.Outcome = "skipped"
	case r.Error != nil:
		c.Outcome = "error"
		c.Error = failureOf(r.Error)
	case r.Fail:
		c.Outcome = "failed"
	}
	return c
}

func subCases(results tester.SubResultMap) []SubCase {
	cases := []SubCase{}
	for path, r := range results.Iter {
		if len(r.SubResults) == 0 {
			cases = append(cases, SubCase{Name: strings.Join(path, "/"), Passed: !r.Fail})
		}
	}
	return cases
}

// explainFailures runs the failed tests once more, traced: tracing and coverage exclude each
// other, and tracing every test would cost more than all the tests.
func (t *testRun) explainFailures(report *TestReport) *Error {
	byName := make(map[string]*TestCase)
	var names []string
	for i := range report.Tests {
		if c := &report.Tests[i]; c.Outcome == "failed" {
			name := c.Package + "." + c.Name
			byName[name] = c
			names = append(names, regexp.QuoteMeta(name))
		}
	}
	if len(names) == 0 {
		return nil
	}
	runner := t.newRunner().EnableTracing(true).Filter("^(" + strings.Join(names, "|") + ")$")
	results, err := t.collect(runner)
	if err != nil {
		return err
	}
	for _, r := range results {
		if c, ok := byName[r.Package+"."+r.Name]; ok {
			c.Failure = t.explain(lastFail(r.Trace))
		}
	}
	return nil
}
