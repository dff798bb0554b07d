// Command cases writes the evaluation cases that OPA publishes in its own module as JSON, one
// line per case, so that the tests of the Python package read exactly what OPA's tests read.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/open-policy-agent/opa/v1/test/cases"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: cases DIRECTORY")
		os.Exit(2)
	}
	set, err := cases.Load(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	out := json.NewEncoder(os.Stdout)
	for _, c := range set.Sorted().Cases {
		name, err := filepath.Rel(os.Args[1], c.Filename)
		if err != nil {
			name = c.Filename
		}
		line := map[string]any{"file": filepath.ToSlash(name), "data": text(c.Data), "input": text(c.Input)}
		c.Data, c.Input = nil, nil
		line["case"] = c
		if err := out.Encode(line); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

// text gives a document as JSON text, because another reader would respell its numbers.
func text[T any](document *T) string {
	if document == nil {
		return ""
	}
	raw, err := json.Marshal(*document)
	if err != nil {
		return ""
	}
	return string(raw)
}
