package opa

import (
	"bytes"
	"encoding/json"
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
