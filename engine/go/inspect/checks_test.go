package inspect

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
)

const checksFolder = "../../../policies/checks"

// violation is what a check says about a place.
type violation struct {
	Code, Message, Fix, File string
	Row, Column              int
}

// checker compiles the checks once and judges one package at a time, as the host does.
type checker map[string]rego.PreparedEvalQuery

func newChecker(t *testing.T) checker {
	t.Helper()
	modules := map[string]*ast.Module{}
	for name, source := range folder(t, checksFolder) {
		m, err := ast.ParseModuleWithOpts(name, source, ast.ParserOptions{ProcessAnnotation: true})
		if err != nil {
			t.Fatal(err)
		}
		modules[name] = m
	}
	c := ast.NewCompiler().WithStrict(true)
	c.Compile(modules)
	if c.Failed() {
		t.Fatal(c.Errors)
	}
	out := checker{}
	for _, m := range modules {
		path := m.Package.Path.String()
		if !strings.HasPrefix(path, "data.checks.") {
			continue
		}
		q, err := rego.New(rego.Compiler(c), rego.Query(path+".violations"), rego.StrictBuiltinErrors(true)).PrepareForEval(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		out[path] = q
	}
	return out
}

func (c checker) judge(t *testing.T, p Package) []violation {
	t.Helper()
	var input any
	if err := json.Unmarshal(fmt.Appendf(nil, `{"package": %s}`, encode(t, p)), &input); err != nil {
		t.Fatal(err)
	}
	parsed, err := ast.InterfaceToValue(input)
	if err != nil {
		t.Fatal(err)
	}
	var out []violation
	for _, path := range sortedKeys(c) {
		q := c[path]
		result, err := q.Eval(context.Background(), rego.EvalParsedInput(parsed))
		if err != nil || len(result) != 1 {
			t.Fatalf("%s gave %v, %v", path, result, err)
		}
		var found []violation
		if err := json.Unmarshal(encode(t, result[0].Expressions[0].Value), &found); err != nil {
			t.Fatal(err)
		}
		for _, v := range found {
			if path != "data.checks."+v.Code {
				t.Errorf("%s gives the code %s", path, v.Code)
			}
		}
		out = append(out, found...)
	}
	return out
}

func codes(found []violation) []string {
	set := map[string]bool{}
	for _, v := range found {
		set[v.Code] = true
	}
	return sortedKeys(set)
}

func TestTheChecksAcceptEveryGoodRule(t *testing.T) {
	c := newChecker(t)
	for path, p := range inspected(t, folder(t, "testdata/good", "testdata/shared")) {
		if found := c.judge(t, p); len(found) > 0 {
			t.Errorf("%s is refused: %+v", path, found)
		}
	}
}

// The wrong rules claim to handle the bypass list, the worst they can claim: under reads the host would demand it. The
// prover catches them too, but a check is quicker and says where. some_for_every judges one ruleset by another; here
// its comprehension gives it away, under reads only the prover's third law does.
func TestTheChecksRefuseEveryWrongRule(t *testing.T) {
	c := newChecker(t)
	packages := inspected(t, folder(t, "testdata/wrong", "testdata/shared"))
	for rule, want := range map[string][]string{
		"comprehension":     {"handles_context"},
		"default_get":       {"input_access"},
		"default_rule":      {"handles_context"},
		"every_typo_fn":     {"reads", "unresolved_reference"},
		"filtered_subjects": {"handles_context", "observation_parts"},
		"negation":          {"handles_context"},
		"some_for_every":    {"handles_context"},
		"status_string":     {"handles_context", "literal", "observation_parts"},
	} {
		if got := codes(c.judge(t, packages["data.rules.w."+rule])); !slices.Equal(got, want) {
			t.Errorf("%s is refused by %v, expected %v", rule, got, want)
		}
	}
}

// Under reads the host guarantees that the list was collected, so what is left are the checks on the form.
func TestWrongRulesThatReadTheirObservationAreJudgedByTheirForm(t *testing.T) {
	c := newChecker(t)
	sources := folder(t, "testdata/wrong", "testdata/shared")
	for name, source := range sources {
		source = strings.ReplaceAll(source, "reads: [repository.ref_rules,", "reads: [\"repository.ref_rules[].bypass\", repository.ref_rules,")
		sources[name] = strings.ReplaceAll(source, "handles: [\"repository.ref_rules[].bypass\"]", "handles: []")
	}
	packages := inspected(t, sources)
	for rule, want := range map[string][]string{
		"comprehension": {}, "default_rule": {}, "negation": {}, "some_for_every": {}, // harmless on complete data, or law 3
		"default_get":       {"input_access"},
		"every_typo_fn":     {"reads", "unresolved_reference"},
		"filtered_subjects": {"observation_parts"},
		"status_string":     {"literal", "observation_parts"},
	} {
		if got := codes(c.judge(t, packages["data.rules.w."+rule])); !slices.Equal(got, want) {
			t.Errorf("%s is refused by %v, expected %v", rule, got, want)
		}
	}
}
