package opa

import (
	"encoding/json"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/ast"
)

func itoa(n int) string { return strconv.Itoa(n) }

// writer turns a result into JSON. It measures first: a rule can return a value of a few
// nodes that, written out, is 2^30 of them, because Rego shares what it builds.
type writer struct {
	limits   Limits
	deadline time.Time
	nodes    int64
	bytes    int64
	out      []byte
}

func (w *writer) encode(v ast.Value) ([]byte, *Failure) {
	if f := w.measure(v, 0); f != nil {
		return nil, f
	}
	w.out = make([]byte, 0, w.bytes)
	w.write(v)
	return w.out, nil
}

func (w *writer) spend(bytes int) *Failure {
	w.nodes++
	w.bytes += int64(bytes)
	if w.nodes > w.limits.ResultNodes || w.bytes > w.limits.ResultBytes {
		return &Failure{Code: CodeResultTooLarge, Message: "the result has too many nodes or bytes"}
	}
	if w.nodes&0xfff == 0 && time.Now().After(w.deadline) {
		return &Failure{Code: CodeTimeout, Message: "serialising did not end before the deadline"}
	}
	return nil
}

func (w *writer) measure(v ast.Value, level int64) *Failure {
	if level > w.limits.Depth {
		return &Failure{Code: CodeResultTooDeep, Message: "the result is nested deeper than the limit"}
	}
	switch v := v.(type) {
	case ast.String:
		if !utf8.ValidString(string(v)) {
			return &Failure{Code: CodeInvalidString, Message: "a string of the result is not UTF-8"}
		}
		return w.spend(len(v) + 2)
	case ast.Number:
		text, ok := exactNumber(string(v))
		if !ok {
			return &Failure{Code: CodeNumber, Message: "a number of the result cannot be given exactly"}
		}
		return w.spend(len(text))
	case ast.Object:
		return w.measureObject(v, level)
	case *ast.Array:
		return w.measureAll(v.Until, level)
	case ast.Set:
		return w.measureAll(v.Until, level)
	case ast.Boolean, ast.Null:
		return w.spend(5)
	default:
		return &Failure{Code: CodeInternal, Message: "the result holds a value that is not data: " + ast.ValueName(v)}
	}
}

func (w *writer) measureObject(v ast.Object, level int64) *Failure {
	f := w.spend(2)
	v.Until(func(key, value *ast.Term) bool {
		if f != nil {
			return true
		}
		if _, ok := key.Value.(ast.String); !ok {
			f = &Failure{Code: CodeNonStringKey, Message: "an object key of the result is a " + ast.ValueName(key.Value)}
			return true
		}
		if f = w.measure(key.Value, level); f == nil {
			f = w.measure(value.Value, level+1)
		}
		w.bytes += 2
		return f != nil
	})
	return f
}

func (w *writer) measureAll(each func(func(*ast.Term) bool) bool, level int64) *Failure {
	f := w.spend(2)
	each(func(item *ast.Term) bool {
		if f == nil {
			f = w.measure(item.Value, level+1)
		}
		w.bytes++
		return f != nil
	})
	return f
}

func (w *writer) write(v ast.Value) {
	switch v := v.(type) {
	case ast.String:
		w.out = appendString(w.out, string(v))
	case ast.Number:
		text, _ := exactNumber(string(v))
		w.out = append(w.out, text...)
	case ast.Object:
		w.out = append(w.out, '{')
		first := true
		v.Foreach(func(key, value *ast.Term) {
			first = w.comma(first)
			w.write(key.Value)
			w.out = append(w.out, ':')
			w.write(value.Value)
		})
		w.out = append(w.out, '}')
	case *ast.Array:
		w.writeAll(v.Foreach)
	case ast.Set:
		w.writeAll(v.Foreach)
	case ast.Boolean:
		w.out = strconv.AppendBool(w.out, bool(v))
	default:
		w.out = append(w.out, "null"...)
	}
}

func (w *writer) writeAll(each func(func(*ast.Term))) {
	w.out = append(w.out, '[')
	first := true
	each(func(item *ast.Term) {
		first = w.comma(first)
		w.write(item.Value)
	})
	w.out = append(w.out, ']')
}

func (w *writer) comma(first bool) bool {
	if !first {
		w.out = append(w.out, ',')
	}
	return false
}

func appendString(out []byte, s string) []byte {
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 || c == '"' || c == '\\' {
			plain = false
			break
		}
	}
	if plain {
		return append(append(append(out, '"'), s...), '"')
	}
	quoted, _ := json.Marshal(s)
	return append(out, quoted...)
}

const (
	maxDigits   = 1000
	maxExponent = 1000
)

// exactNumber spells a number so that no reader changes it silently. An integer is written
// with all its digits, whatever its size. A fraction is given as the nearest double (as every
// JSON reader takes it), and refused if that double is infinite or has lost the fraction.
func exactNumber(text string) (string, bool) {
	if len(text) > maxDigits {
		return "", false
	}
	if !strings.ContainsAny(text, ".eE") {
		return text, true
	}
	if at := strings.IndexAny(text, "eE"); at >= 0 {
		exponent, err := strconv.Atoi(text[at+1:])
		if err != nil || exponent > maxExponent || exponent < -maxExponent {
			return "", false
		}
	}
	exact, ok := new(big.Rat).SetString(text)
	if !ok {
		return "", false
	}
	if exact.IsInt() {
		return exact.Num().String(), true
	}
	nearest, _ := exact.Float64()
	if math.IsInf(nearest, 0) || nearest == math.Trunc(nearest) {
		return "", false
	}
	return strconv.FormatFloat(nearest, 'g', -1, 64), true
}
