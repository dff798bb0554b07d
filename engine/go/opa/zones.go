package opa

import (
	"context"
	"errors"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

type zoneKey struct{}

// zoned marks a query whose answers must not depend on this machine. Go takes the rules of a
// time zone from the files of the system where there are any, so that "Europe/Berlin" can mean
// something else on the next machine. Such queries know UTC only.
func zoned(ctx context.Context, onlyUTC bool) context.Context {
	return context.WithValue(ctx, zoneKey{}, onlyUTC)
}

var errZone = errors.New("the time zone must be UTC")

func init() {
	for _, name := range []string{"time.add_date", "time.clock", "time.date", "time.diff", "time.format", "time.weekday"} {
		original := topdown.GetBuiltin(name)
		// OPA gives no context to builtins that say they need none.
		ast.BuiltinMap[name].CanSkipBctx = false
		topdown.RegisterBuiltinFunc(name, func(bctx topdown.BuiltinContext, operands []*ast.Term, iter func(*ast.Term) error) error {
			if only, _ := bctx.Context.Value(zoneKey{}).(bool); only && namesZone(operands) {
				return errZone
			}
			return original(bctx, operands, iter)
		})
	}
}

// namesZone finds an operand [nanoseconds, zone, …] whose zone is not UTC.
func namesZone(operands []*ast.Term) bool {
	for _, operand := range operands {
		array, ok := operand.Value.(*ast.Array)
		if !ok || array.Len() < 2 {
			continue
		}
		if zone, isText := array.Elem(1).Value.(ast.String); isText && zone != "" && zone != "UTC" {
			return true
		}
	}
	return false
}
