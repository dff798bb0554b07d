package opa

import (
	"runtime/debug"
	"sort"
	"time"
	_ "time/tzdata" // The same zones everywhere, also where the system has none.

	"github.com/open-policy-agent/opa/v1/ast"
)

// gcPercent lets the heap grow fivefold before a collection: evaluating allocates much and
// keeps little. Above the soft limit Go collects more often whatever the percentage. It lies below what a child may hold
// (512 MiB, `embedded_opa.limits`): above that, one that had much to collect would be killed for it.
const (
	gcPercent  = 400
	softMemory = 384 * mebibyte
)

func init() {
	time.Local = time.UTC
	debug.SetGCPercent(gcPercent)
	debug.SetMemoryLimit(softMemory)
}

func builtinNames() []string {
	names := make([]string, 0, len(ast.Builtins))
	for _, b := range ast.Builtins {
		names = append(names, b.Name)
	}
	sort.Strings(names)
	return names
}
