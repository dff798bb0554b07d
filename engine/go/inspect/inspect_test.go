package inspect

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

func declared(p Package) []string {
	out := []string{}
	for _, key := range []string{"reads", "handles"} {
		list, _ := p.Annotations[0].Custom[key].([]any)
		for _, x := range list {
			out = append(out, x.(string))
		}
	}
	slices.Sort(out)
	return out
}

func TestEveryGoodRuleReadsExactlyWhatItsMetadataSays(t *testing.T) {
	judged := 0
	for path, p := range inspected(t, folder(t, "testdata/good", "testdata/shared")) {
		if p.Kind != KindRule {
			continue
		}
		judged++
		if want := declared(p); !slices.Equal(p.Observations, want) {
			t.Errorf("%s reads %v, its METADATA says %v", path, p.Observations, want)
		}
		if len(p.Unresolved)+len(p.DynamicKeys)+len(p.Wholes) > 0 {
			t.Errorf("%s has places that were not resolved: %v %v %v", path, p.Unresolved, p.DynamicKeys, p.Wholes)
		}
	}
	if judged != 14 {
		t.Errorf("%d good rules were inspected, expected 14", judged)
	}
}

func TestHandledObservationsOfGoodRulesAreReadAtTheTopOfHoldsOnly(t *testing.T) {
	packages := inspected(t, folder(t, "testdata/good", "testdata/shared"))
	for path, name := range map[string]string{
		"data.rules.branch.no_bypass":           "repository.ref_rules[].bypass",
		"data.rules.secret.no_long_lived_token": "repository.environments[].secret_names",
	} {
		reads := readsOf(packages[path], name)
		if len(reads) != 1 || reads[0].Role != "holds" || reads[0].Part != "value" || len(reads[0].Nesting) != 0 {
			t.Errorf("%s reads %s as %v, expected once, its value, at the top of holds", path, name, reads)
		}
	}
}

func readsOf(p Package, observation string) []Read {
	var out []Read
	for _, r := range p.Reads {
		if r.Observation == observation {
			out = append(out, r)
		}
	}
	return out
}

// Each wrong rule shows in the inspection, but for the one that only a failing document can tell from a good one.
func TestTheWrongRulesCanBeTold(t *testing.T) {
	packages := inspected(t, folder(t, "testdata/wrong", "testdata/shared"))
	const bypass = "repository.ref_rules[].bypass"
	has := func(rule string, wanted func(Read) bool) func() bool {
		return func() bool { return slices.ContainsFunc(readsOf(packages["data.rules.w."+rule], bypass), wanted) }
	}
	for rule, told := range map[string]func() bool{
		"comprehension":     has("comprehension", func(r Read) bool { return slices.Contains(r.Nesting, "comprehension") }),
		"some_for_every":    has("some_for_every", func(r Read) bool { return slices.Contains(r.Nesting, "comprehension") }),
		"default_rule":      has("default_rule", func(r Read) bool { return r.Role == "helper" }),
		"negation":          has("negation", func(r Read) bool { return r.Role == "function" }),
		"filtered_subjects": has("filtered_subjects", func(r Read) bool { return r.Role == "subjects" && r.Part == "status" }),
		"status_string":     has("status_string", func(r Read) bool { return r.Role == "holds" && r.Part == "status" }),
		"default_get": func() bool {
			calls := packages["data.rules.w.default_get"].Calls
			return len(calls) == 1 && calls[0].Function == "object.get" && calls[0].OnInput
		},
		"every_typo_fn": func() bool {
			u := packages["data.rules.w.every_typo_fn"].Unresolved
			return len(u) == 1 && u[0].Reference == "r.bypas" && u[0].Reason == "missing" && u[0].Row == 23
		},
	} {
		if !told() {
			t.Errorf("%s looks like a good rule", rule)
		}
	}
	if !slices.ContainsFunc(packages["data.rules.w.status_string"].Comparisons, func(c Comparison) bool {
		return len(c.Left.Literals)+len(c.Right.Literals) == 1 && strings.Contains(string(encode(t, c)), "collectd")
	}) {
		t.Error("the misspelt status is in no comparison")
	}
}

func encode(t *testing.T, x any) []byte {
	t.Helper()
	raw, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestTheSamePoliciesGiveTheSameBytes(t *testing.T) {
	sources := folder(t, "testdata/good", "testdata/wrong", "testdata/shared")
	first := encode(t, inspected(t, sources))
	for range 5 {
		if !bytes.Equal(first, encode(t, inspected(t, sources))) {
			t.Fatal("two inspections of the same policies differ")
		}
	}
	if bytes.Contains(first, []byte("null")) {
		t.Error("an empty list is written as null")
	}
}

func TestARuleIsDescribedAloneAsAmongOthers(t *testing.T) {
	const path = "data.rules.branch.no_bypass"
	all := folder(t, "testdata/good", "testdata/wrong", "testdata/shared")
	alone := folder(t, "testdata/shared")
	alone["rules/branch/no_bypass/no_bypass.rego"] = all["rules/branch/no_bypass/no_bypass.rego"]
	one, other := inspected(t, all)[path], inspected(t, alone)[path]
	if a, b := encode(t, one), encode(t, other); !bytes.Equal(a, b) {
		t.Errorf("the inspection depends on other rules:\n%s\n%s", a, b)
	}
}

func TestInspectRefusesModulesWithoutTheirAnnotations(t *testing.T) {
	source := folder(t, "testdata/good")["rules/branch/covered/covered.rego"]
	m, err := ast.ParseModule("covered.rego", source)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Inspect(ast.NewCompiler(), map[string]*ast.Module{"covered.rego": m}, nil)
	if err == nil || !strings.Contains(err.Error(), "without annotations") {
		t.Errorf("got %v, expected a refusal", err)
	}
}

func TestInspectRefusesSchemasThatPointElsewhere(t *testing.T) {
	for name, schema := range map[string]any{
		"a list":           []any{},
		"a remote address": map[string]any{"$ref": "https://example.org/x.json"},
		"nothing":          map[string]any{"$ref": "#/$defs/none"},
		"itself":           map[string]any{"$ref": "#"},
	} {
		if _, err := Inspect(ast.NewCompiler(), nil, schema); err == nil {
			t.Errorf("a schema that is or refers to %s was accepted", name)
		}
	}
}
