package opa

import (
	"bytes"
	"encoding/json"
	"errors"
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/ast"
)

// parseStrict reads one JSON document and refuses what readers disagree about: duplicate
// keys, invalid UTF-8, lone surrogates, trailing bytes, too many bytes or levels, numbers
// that cannot be kept. Numbers keep their digits.
func parseStrict(raw []byte, code string, maxBytes, maxDepth int64) (*ast.Term, *Error) {
	if int64(len(raw)) > maxBytes {
		return nil, fail(CodeTooLarge, "the document has %d bytes, the limit is %d", len(raw), maxBytes)
	}
	if at := badText(raw); at >= 0 {
		return nil, fail(code, "%s: invalid UTF-8 or a lone surrogate", position(raw, at))
	}
	r := newReader(raw, maxDepth)
	value, err := r.document()
	if err == nil {
		return value, nil
	}
	if at, grammar := notJSON(raw); grammar != nil {
		return nil, fail(code, "%s: %v", position(raw, at), grammar)
	}
	if errors.Is(err, errDepth) {
		code = CodeTooDeep
	}
	return nil, fail(code, "%s: %v", position(raw, r.at), err)
}

// notJSON says what encoding/json has against a document, and at which offset; it is asked only
// about what the reader has refused.
func notJSON(raw []byte) (int, error) {
	var whole json.RawMessage
	err := json.Unmarshal(raw, &whole)
	if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
		return int(syntax.Offset), err
	}
	return len(raw), err
}

// badText gives the offset of the first invalid byte or unpaired surrogate escape, or -1.
// Go's decoder would replace both by U+FFFD without a word.
func badText(raw []byte) int {
	if !utf8.Valid(raw) {
		for i := 0; i < len(raw); {
			r, size := utf8.DecodeRune(raw[i:])
			if r == utf8.RuneError && size == 1 {
				return i
			}
			i += size
		}
	}
	for i := nextEscape(raw, 0); i >= 0; i = nextEscape(raw, i) {
		unit, isUnit := escapedUnit(raw, i)
		low, isPair := escapedUnit(raw, i+6)
		switch {
		case !isUnit:
			i += 2
		case unit < 0xD800 || unit > 0xDFFF:
			i += 6
		case unit < 0xDC00 && isPair && low >= 0xDC00 && low <= 0xDFFF:
			i += 12
		default:
			return i
		}
	}
	return -1
}

func nextEscape(raw []byte, from int) int {
	if from >= len(raw) {
		return -1
	}
	at := bytes.IndexByte(raw[from:], '\\')
	if at < 0 {
		return -1
	}
	return from + at
}

// escapedUnit reads \uXXXX at i.
func escapedUnit(raw []byte, i int) (int, bool) {
	if i+6 > len(raw) || raw[i] != '\\' || raw[i+1] != 'u' {
		return 0, false
	}
	unit := 0
	for _, c := range raw[i+2 : i+6] {
		digit := bytes.IndexByte([]byte("0123456789abcdef"), c|0x20)
		if digit < 0 {
			return 0, false
		}
		unit = unit<<4 | digit
	}
	return unit, true
}

func position(raw []byte, offset int) string {
	offset = min(max(offset, 0), len(raw))
	line := 1 + bytes.Count(raw[:offset], []byte("\n"))
	column := offset - bytes.LastIndexByte(raw[:offset], '\n')
	return "line " + itoa(line) + " column " + itoa(column)
}
