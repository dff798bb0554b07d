package opa

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/ast"
)

// parseStrict reads one JSON document and refuses what readers disagree about: duplicate
// keys, invalid UTF-8, lone surrogates, trailing bytes, too many bytes or levels. Numbers
// keep their digits.
func parseStrict(raw []byte, code string, maxBytes, maxDepth int64) (*ast.Term, *Error) {
	if int64(len(raw)) > maxBytes {
		return nil, fail(CodeTooLarge, "the document has %d bytes, the limit is %d", len(raw), maxBytes)
	}
	if at := badText(raw); at >= 0 {
		return nil, fail(code, "%s: invalid UTF-8 or a lone surrogate", position(raw, at))
	}
	r := &reader{dec: json.NewDecoder(bytes.NewReader(raw)), depth: maxDepth}
	r.dec.UseNumber()
	value, err := r.value(0)
	if err == nil {
		if _, extra := r.dec.Token(); !errors.Is(extra, io.EOF) {
			err = errors.New("more bytes after the end of the document")
		}
	}
	if err != nil {
		if errors.Is(err, errDepth) {
			code = CodeTooDeep
		}
		return nil, fail(code, "%s: %v", position(raw, int(r.dec.InputOffset())), err)
	}
	return ast.NewTerm(value), nil
}

var errDepth = errors.New("nested deeper than the limit")

type reader struct {
	dec   *json.Decoder
	depth int64
}

func (r *reader) value(level int64) (ast.Value, error) {
	token, err := r.dec.Token()
	if err != nil {
		return nil, unexpectedEnd(err)
	}
	switch t := token.(type) {
	case json.Delim:
		if level >= r.depth {
			return nil, errDepth
		}
		if t == '{' {
			return r.object(level + 1)
		}
		return r.array(level + 1)
	case string:
		return ast.String(t), nil
	case json.Number:
		return ast.Number(t), nil
	case bool:
		return ast.InternedTerm(t).Value, nil
	default:
		return ast.NullValue, nil
	}
}

func (r *reader) object(level int64) (ast.Value, error) {
	pairs := make([][2]*ast.Term, 0, 8)
	seen := make(map[string]struct{}, 8)
	for r.dec.More() {
		token, err := r.dec.Token()
		if err != nil {
			return nil, unexpectedEnd(err)
		}
		key, ok := token.(string)
		if !ok {
			return nil, errors.New("an object key is not a string")
		}
		if _, twice := seen[key]; twice {
			return nil, errors.New("the same key twice in one object")
		}
		seen[key] = struct{}{}
		value, err := r.value(level)
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, ast.Item(ast.InternedTerm(key), ast.NewTerm(value)))
	}
	if _, err := r.dec.Token(); err != nil {
		return nil, unexpectedEnd(err)
	}
	return ast.NewObject(pairs...), nil
}

func (r *reader) array(level int64) (ast.Value, error) {
	items := make([]*ast.Term, 0, 8)
	for r.dec.More() {
		value, err := r.value(level)
		if err != nil {
			return nil, err
		}
		items = append(items, ast.NewTerm(value))
	}
	if _, err := r.dec.Token(); err != nil {
		return nil, unexpectedEnd(err)
	}
	return ast.NewArray(items...), nil
}

func unexpectedEnd(err error) error {
	if errors.Is(err, io.EOF) {
		return errors.New("the document ends too early")
	}
	return err
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
	for i := bytes.IndexByte(raw, '\\'); i >= 0 && i < len(raw); {
		unit, isEscape := escapedUnit(raw, i)
		switch {
		case !isEscape:
			i += 2
		case unit >= 0xDC00 && unit <= 0xDFFF:
			return i
		case unit >= 0xD800 && unit <= 0xDBFF:
			low, paired := escapedUnit(raw, i+6)
			if !paired || low < 0xDC00 || low > 0xDFFF {
				return i
			}
			i += 12
		default:
			i += 6
		}
		if i >= len(raw) {
			break
		}
		next := bytes.IndexByte(raw[i:], '\\')
		if next < 0 {
			break
		}
		i += next
	}
	return -1
}

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
