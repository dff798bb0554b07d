package opa

import (
	"bytes"
	"encoding/json"
	"runtime/debug"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

func document(items int) []byte {
	var list []any
	for i := range items {
		list = append(list, map[string]any{"name": "release/" + itoa(i), "protected": i%2 == 0, "count": i, "nested": map[string]any{"a": []int{1, 2, 3}, "status": "collected"}})
	}
	raw, _ := json.Marshal(map[string]any{"branches": list})
	return raw
}

func BenchmarkReadStrictly(b *testing.B) {
	raw := document(1000)
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, err := parseStrict(raw, CodeInvalidInput, 1<<30, 100); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadAsOPA(b *testing.B) {
	raw := document(1000)
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, err := ast.ValueFromReader(bytes.NewReader(raw)); err != nil {
			b.Fatal(err)
		}
	}
}

// manyRules are 50 rules that share one library, on 50 branches of 40 settings: about 90 KB.
func manyRules() (modules map[string]string, entrypoints []string, input []byte) {
	modules = map[string]string{"lib": `package lib
branch[b.name] := b if some b in input.branches
required contains [name, k] if { some r in input.rulesets; some name in r.matches; some k, true in r.requires }
`}
	for i := range 50 {
		field := "f" + itoa(i%40)
		modules["r"+itoa(i)] = "package r" + itoa(i) + "\nimport data.lib\nsubjects contains name if some name, _ in lib.branch\n" +
			"holds[name] := true in {b." + field + ", [name, \"" + field + "\"] in lib.required} if some name, b in lib.branch\n"
		entrypoints = append(entrypoints, "data.r"+itoa(i))
	}
	settings := func(seed, modulus int) map[string]any {
		m := map[string]any{}
		for k := range 40 {
			m["f"+itoa(k)] = (seed+k)%modulus != 0
		}
		return m
	}
	var branches, rulesets []any
	for i := range 50 {
		b := settings(i, 7)
		b["name"] = "release/" + itoa(i)
		branches = append(branches, b)
		if i < 20 {
			rulesets = append(rulesets, map[string]any{"matches": []string{"release/" + itoa(i), "release/" + itoa(i+20)}, "requires": settings(i, 3)})
		}
	}
	input, _ = json.Marshal(map[string]any{"branches": branches, "rulesets": rulesets, "padding": document(500)})
	return modules, entrypoints, input
}

// BenchmarkEvaluate shows what the percentage in process.go is for.
func BenchmarkEvaluate(b *testing.B) {
	modules, entrypoints, input := manyRules()
	policy, err := Compile(CompileRequest{Modules: modules, RegoVersion: 1}, nil, nil)
	if err != nil {
		b.Fatal(err)
	}
	for _, percent := range []int{100, 200, 400, 800} {
		b.Run("gc="+itoa(percent), func(b *testing.B) {
			defer debug.SetGCPercent(debug.SetGCPercent(percent))
			for b.Loop() {
				if _, err := policy.Evaluate(EvaluateRequest{Entrypoints: entrypoints, Keys: []string{"subjects", "holds"}}, input); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(heapBytes())/mebibyte, "heap-MiB")
		})
	}
}
