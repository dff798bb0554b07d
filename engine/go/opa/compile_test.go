package opa

import (
	"strings"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
)

func mustValue(t *testing.T, plain any) ast.Value {
	t.Helper()
	value, err := ast.InterfaceToValue(plain)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func refusal(t *testing.T, req CompileRequest, data, schema string) string {
	t.Helper()
	req.RegoVersion = 1
	_, err := Compile(req, []byte(data), []byte(schema))
	if err == nil {
		t.Fatal("it was accepted")
	}
	if len(err.Findings) == 0 {
		return err.Code
	}
	return err.Findings[0].Code
}

func TestSchemasReferToThemselvesOnly(t *testing.T) {
	modules := map[string]string{"p": "package p\nx := input.a"}
	for _, schema := range []string{
		`{"$ref":"http://127.0.0.1/x.json"}`, `{"properties":{"a":{"$ref":"file:///etc/passwd"}}}`,
		`{"properties":{"a":{"$id":"http://127.0.0.1/","$ref":"#/x"}}}`, `{"allOf":[{"$ref":"other.json#/a"}]}`,
		`{"properties":{"a":{"id":"http://127.0.0.1/"}}}`,
	} {
		if code := refusal(t, CompileRequest{Modules: modules}, "", schema); code != CodeSchemaRef {
			t.Errorf("%s: got %s", schema, code)
		}
	}
	local := `{"$id":"https://example.org/s","$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
		"properties":{"a":{"$ref":"#/$defs/a"},"id":{"type":"string"}},"$defs":{"a":{"type":"string"}},"additionalProperties":false}`
	if _, err := Compile(CompileRequest{Modules: modules, RegoVersion: 1}, nil, []byte(local)); err != nil {
		t.Error(err)
	}
	wrong := map[string]string{"p": "package p\nx := input.b"}
	if code := refusal(t, CompileRequest{Modules: wrong}, "", local); code != CodeType {
		t.Errorf("got %s", code)
	}
}

func TestMetadataSchemasAreRefusedWhereverTheyStand(t *testing.T) {
	for _, source := range []string{
		"# METADATA\n# schemas:\n# - input: {type: string}\npackage p\nx := 1",
		"package p\n# METADATA\n# scope: rule\n# schemas:\n# - input: schema.a\nx := 1",
		"package p\n# METADATA\n# scope: document\n# schemas:\n# - data.x: {\"$ref\": \"http://127.0.0.1/\"}\nx := 1",
	} {
		if code := refusal(t, CompileRequest{Modules: map[string]string{"p": source}}, "", ""); code != CodeMetadataSchemas {
			t.Errorf("%s: got %s", source, code)
		}
	}
}

func TestWhatIsTooMuchIsRefusedBeforeParsing(t *testing.T) {
	deep := "package p\nx := " + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)
	if code := refusal(t, CompileRequest{Modules: map[string]string{"p": deep}}, "", ""); code != CodeTooDeep {
		t.Errorf("got %s", code)
	}
	long := CompileRequest{Modules: map[string]string{"p": "package p\nx := 1"}, Limits: Limits{SourceBytes: 5}}
	if code := refusal(t, long, "", ""); code != CodeTooLarge {
		t.Errorf("got %s", code)
	}
	many := CompileRequest{Modules: map[string]string{"p": "package p", "q": "package q"}, Limits: Limits{Modules: 1}}
	if code := refusal(t, many, "", ""); code != CodeTooLarge {
		t.Errorf("got %s", code)
	}
}

// A Go stack that overflows ends the process, so what nests without brackets must end otherwise.
func TestLongChainsDoNotEndTheProcess(t *testing.T) {
	for name, source := range map[string]string{
		"else":    "package p\nx := 0 if input.a == 0\n" + strings.Repeat("else := 1 if input.a == 1\n", 3_000),
		"sum":     "package p\nx := 1" + strings.Repeat(" + 1", 3_000),
		"union":   "package p\nx := {1}" + strings.Repeat(" | {2}", 3_000),
		"ref":     "package p\nx := input" + strings.Repeat(".a", 3_000),
		"minus":   "package p\nx := " + strings.Repeat("-", 3_000) + "1",
		"not":     "package p\nx if " + strings.Repeat("not ", 3_000) + "input.a",
		"package": "package p" + strings.Repeat(".a", 3_000) + "\nx := 1",
		"with":    "package p\nx if input.a" + strings.Repeat(" with input.a as 1", 3_000),
	} {
		limits := Limits{DeadlineMS: 2_000}
		policy, err := Compile(CompileRequest{Modules: map[string]string{"p": source}, RegoVersion: 1, Limits: limits}, nil, nil)
		if err == nil {
			_, err = policy.Evaluate(EvaluateRequest{Entrypoints: []string{"data.p"}, Limits: limits}, []byte("{}"))
		}
		t.Log(name, "ended", err != nil)
	}
}

func TestDataMayNotHideARule(t *testing.T) {
	modules := map[string]string{"p": "package p\nx := 1"}
	if code := refusal(t, CompileRequest{Modules: modules}, `{"p":{"x":2}}`, ""); code != "compile_error" {
		t.Errorf("got %s", code)
	}
	for _, data := range []string{`[]`, `{"a":1,"a":2}`, `null`} {
		if code := refusal(t, CompileRequest{Modules: modules}, data, ""); code != CodeInvalidData {
			t.Errorf("%s: got %s", data, code)
		}
	}
}

func TestEmptyModulesAreRefused(t *testing.T) {
	for _, source := range []string{"", "# only a comment", "\n\n"} {
		if code := refusal(t, CompileRequest{Modules: map[string]string{"p": source}}, "", ""); code != CodeParse {
			t.Errorf("%q: got %s", source, code)
		}
	}
}

func TestFormattingIsOPAs(t *testing.T) {
	got, err := Format(FormatRequest{Name: "p.rego", Source: "package p\nx:=1", RegoVersion: 1})
	if err != nil || got != "package p\n\nx := 1\n" {
		t.Errorf("got %q %v", got, err)
	}
	if _, err := Format(FormatRequest{Name: "p.rego", Source: "package p\nx :=", RegoVersion: 1}); err == nil {
		t.Error("half a rule was formatted")
	}
}

func TestMetadataThatDoesNotParseIsRefusedByTheInspection(t *testing.T) {
	modules := map[string]string{"p": "# METADATA\n# title: [\npackage p\nx := 1"}
	if code := refusal(t, CompileRequest{Modules: modules, Inspect: true}, "", ""); code != CodeParse {
		t.Errorf("got %q", code)
	}
}

func TestAPolicyThatAsksForItsMetadataGetsIt(t *testing.T) {
	p := compile(t, map[string]string{"p": "# METADATA\n# title: Mine\npackage p\nx := rego.metadata.chain()[1].annotations.title"})
	expectValue(t, evaluate(t, p, time.Minute, "data.p")["data.p"], `{"x":"Mine"}`)
}

func TestEveryHalfOfTheModulesIsParsed(t *testing.T) {
	for bad := range 5 {
		modules := map[string]string{}
		for i := range 5 {
			modules["m"+itoa(i)] = "package m" + itoa(i) + "\nx := 1"
		}
		modules["m"+itoa(bad)] = "package"
		if code := refusal(t, CompileRequest{Modules: modules}, "", ""); code != CodeParse {
			t.Errorf("module %d: got %q", bad, code)
		}
	}
}
