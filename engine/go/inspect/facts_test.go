package inspect

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// summary writes a comparison so that a test can name it: paths and literals of both sides.
func summary(c Comparison) string {
	side := func(o Operand) string {
		parts := []string{}
		for _, p := range o.Paths {
			parts = append(parts, strings.TrimPrefix(p.Path, "input.repository."))
		}
		for _, l := range o.Literals {
			parts = append(parts, fmt.Sprintf("%s", l))
		}
		for name, is := range map[string]bool{"computed": o.Computed, "textual": o.Textual, "parameter": len(o.Parameters) > 0, "unknown": o.Unknown} {
			if is {
				parts = append(parts, name)
			}
		}
		return strings.Join(parts, "|")
	}
	return side(c.Left) + " " + c.Operator + " " + side(c.Right)
}

func TestComparisonsAreTakenApartToPathsAndLiterals(t *testing.T) {
	for body, want := range map[string]string{
		"x if {\n\tsome r in refs.active\n\tr.source == \"classic\"\n}":                                                    `ref_rules.value[].source == "classic"`,
		"x if {\n\tsome r in refs.active\n\tk := r.source\n\tk == \"classic\"\n}":                                          `ref_rules.value[].source == "classic"`,
		"x if {\n\tsome r in refs.active\n\tr.source in {\"classic\", \"other\"}\n}":                                       `ref_rules.value[].source in "classic"|"other"`,
		"x if {\n\tsome r in refs.active\n\tr.source != \"classic\"\n}":                                                    `ref_rules.value[].source != "classic"`,
		"x if {\n\tsome r in refs.active\n\tr.requires.pull_request.approvals >= 2\n}":                                     `ref_rules.value[].requires.pull_request.approvals >= 2`,
		"x if {\n\tsome r in refs.active\n\tcount(r.matches) > 0\n}":                                                       `computed > 0`,
		"x if {r.source | some r in refs.active} == {\"classic\"}":                                                         `ref_rules.value[].source == "classic"`,
		"x if {r.source | some r in refs.active} & {\"classic\"} == set()":                                                 `ref_rules.value[].source set "classic"`,
		"x contains {\"classic\": 1}[r.source] if some r in refs.active":                                                   `ref_rules.value[].source key "classic"`,
		"f(\"classic\") := 1\n\nx contains f(r.source) if some r in refs.active":                                           `"classic" argument ref_rules.value[].source`,
		"f(s) if s == \"classic\"\n\nx if {\n\tsome r in refs.active\n\tf(r.source)\n}":                                    `ref_rules.value[].source == "classic"`,
		"x if every r in refs.active { r.source == \"classic\" }":                                                          `ref_rules.value[].source == "classic"`,
		"x if {\n\tsome r in refs.active\n\t{\"kind\": \"Team\", \"id\": r.id, \"mode\": \"always\"} in r.bypass.value\n}": `"Team" in ref_rules.value[].bypass.value[].kind`,
		"x if {\n\tsome r in refs.active\n\t[r.source, 1] == [\"classic\", 1]\n}":                                          `ref_rules.value[].source == "classic"`,
		"x if {\n\tsome r in refs.active\n\tr.source < data.project.environments[0]\n}":                                    `ref_rules.value[].source < parameter`,
		"w[\"classic\"] := 3\n\nx contains w[r.source] if some r in refs.active":                                           `ref_rules.value[].source key "classic"`,
	} {
		p := withRule(t, body)
		got := []string{}
		for _, c := range p.Comparisons {
			if strings.HasSuffix(c.File, "b.rego") {
				got = append(got, summary(c))
			}
		}
		if !slices.Contains(got, want) {
			t.Errorf("%s\ngives %q, expected %s", body, got, want)
		}
	}
}

func TestAComparisonKnowsWhatTheSchemaAllows(t *testing.T) {
	p := withRule(t, "x if {\n\tsome r in refs.active\n\tr.source == \"classic\"\n}")
	for _, c := range p.Comparisons {
		if c.File != "rules/a/b/b.rego" || c.Operator != "==" {
			continue
		}
		path := c.Left.Paths[0]
		if fmt.Sprint(path.Types, path.Enum) != "[string] [ruleset classic]" {
			t.Errorf("the schema of %s is told as %v %v", path.Path, path.Types, path.Enum)
		}
		return
	}
	t.Error("the comparison is missing")
}

func TestKeysOfInputObjectsAreDynamicUnlessTheyRangeOverLiterals(t *testing.T) {
	for body, dynamic := range map[string]bool{
		"x contains r.forbids[k] if {\n\tsome r in refs.active\n\tsome k in [\"update\"]\n}":                 false,
		"x contains r.forbids[k] if {\n\tsome r in refs.active\n\tk := {\"a\": \"update\"}[r.id]\n}":         false,
		"f(r, k) := r.forbids[k]\n\nx contains f(r, \"update\") if some r in refs.active":                    false,
		"x contains r.requires.checks[i] if {\n\tsome r in refs.active\n\tsome i\n\tr.requires.checks[i]\n}": false,
		"x contains r.forbids[k] if {\n\tsome r in refs.active\n\tsome k in data.project.environments\n}":    true,
		"x contains r.forbids[r.id] if some r in refs.active":                                                true,
		"x contains k if {\n\tsome r in refs.active\n\tsome k, _ in r.forbids\n}":                            true,
		"x contains v if {\n\tsome r in refs.active\n\tsome v in r.forbids\n}":                               true,
		"x if {\n\tsome r in refs.active\n\tevery v in r.forbids { v }\n}":                                   true,
	} {
		if p := withRule(t, body); len(p.DynamicKeys) > 0 != dynamic {
			t.Errorf("%s\ngives %v, dynamic expected: %v", body, p.DynamicKeys, dynamic)
		}
	}
}

func TestInputWithoutASectionIsReported(t *testing.T) {
	for body, want := range map[string]string{
		"x := input":            "input",
		"x := input.repository": "input.repository",
		"x := input.context":    "",
		"x := input.manifest":   "",
	} {
		got := []string{}
		for _, w := range withRule(t, body).Wholes {
			got = append(got, w.Path)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s gives %v, expected %q", body, got, want)
		}
	}
}

func TestCallsThatGoAroundThePathAreReported(t *testing.T) {
	for call, onInput := range map[string]bool{
		"object.get(r, \"id\", \"\")":                        true,
		"object.get(r, [\"bypass\", \"value\"], [])":         true,
		"object.get(refs.rules_of, r.id, set())":             false,
		"object.get(refs.rules_of, [r.id, r, \"id\"], {})":   true,
		"object.union(r, {\"bypass\": {\"value\": []}})":     true,
		"object.union_n([r, {\"bypass\": {\"value\": []}}])": true,
		"object.union({\"a\": r.id}, {\"b\": 1})":            false,
		"object.remove(r, [\"id\"])":                         true,
		"json.filter(r, [\"id\"])":                           true,
		"json.marshal({\"a\": r.id})":                        true,
		"json.unmarshal(\"{}\")":                             false,
		"[v | walk(r, [_, v])]":                              true,
	} {
		p := withRule(t, "x contains "+call+" if some r in refs.active")
		if len(p.Calls) != 1 || p.Calls[0].OnInput != onInput {
			t.Errorf("%s gives %v, on input expected: %v", call, p.Calls, onInput)
		}
	}
}

func TestPatternsAreAnchoredOnlyIfEveryMatchReachesBothEnds(t *testing.T) {
	for pattern, anchored := range map[string]bool{
		`^v[0-9]+$`: true, `\Av[0-9]+\z`: true, `^(a|b)$`: true, `^a$|^b$`: true, `^(?:a|b)$`: true,
		`v[0-9]+`: false, `^v`: false, `v$`: false, `^a|b$`: false, `(?m)^a$`: false, `^a$|b`: false, `^(`: false, ``: false,
	} {
		p := withRule(t, fmt.Sprintf("x if {\n\tsome r in refs.active\n\tregex.match(%q, r.id)\n}", pattern))
		if len(p.Calls) != 1 || p.Calls[0].Anchored != anchored || !p.Calls[0].Literal {
			t.Errorf("%s gives %v, anchored expected: %v", pattern, p.Calls, anchored)
		}
	}
}

func TestAPatternFromTheInputIsTold(t *testing.T) {
	p := withRule(t, "x if {\n\tsome r in refs.active\n\tglob.match(r.include[_], [\"/\"], r.id)\n}")
	if len(p.Calls) != 1 || !p.Calls[0].PatternInput || p.Calls[0].Literal || p.Calls[0].Anchored {
		t.Errorf("the calls are %v", p.Calls)
	}
}

func TestDataOutsideThePackageIsNamedByItsKind(t *testing.T) {
	sources := folder(t, "testdata/good", "testdata/shared")
	sources["rules/a/b/b.rego"] = "package rules.a.b\n\nx contains data.rules.branch.covered.subjects\n\ny := data.nowhere.a\n\n" +
		"z := data.lib.refs.branchs\n\nown := x\n\nall contains data.lib[k].branches if some k\n\np := data.parameters.branch.checks_bound\n\nq := data.project.publish_tokens"
	got := []string{}
	for _, d := range inspected(t, sources)["data.rules.a.b"].Data {
		if strings.HasPrefix(d.Rule, "data.rules.a.b") {
			got = append(got, d.Kind+" "+d.Path)
		}
	}
	want := []string{
		"rules data.rules.branch.covered.subjects", "unknown data.nowhere.a", "unknown data.lib.refs.branchs",
		"library data.lib", "parameters data.parameters.branch.checks_bound", "project data.project.publish_tokens",
	}
	if !slices.Equal(got, want) {
		t.Errorf("data is %q, expected %q", got, want)
	}
}

func TestHostModulesNeverCountAsLiterals(t *testing.T) {
	p := withRule(t, "x if {\n\tsome r in refs.active\n\tr.source in data.project.environments\n}")
	for _, c := range p.Comparisons {
		if strings.Contains(summary(c), "pypi") {
			t.Errorf("a project fact was taken for a literal: %s", summary(c))
		}
	}
}
