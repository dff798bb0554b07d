package opa

import (
	"encoding/json"

	"github.com/open-policy-agent/opa/v1/ast"
)

// string reads from one quotation mark to the other.
func (r *reader) string() (string, error) {
	start := r.at
	for r.at++; r.at < len(r.text); r.at++ {
		switch c := r.text[r.at]; {
		case c == '"':
			r.at++
			return r.text[start+1 : r.at-1], nil
		case c == '\\':
			return r.escaped(start)
		case c < ' ':
			return "", errGrammar
		}
	}
	return "", errGrammar
}

// escaped leaves what is rare to encoding/json: it finds the end, and says what escapes stand for.
func (r *reader) escaped(start int) (string, error) {
	for ; r.at < len(r.text) && r.text[r.at] != '"'; r.at++ {
		if r.text[r.at] == '\\' {
			r.at++
		}
	}
	if r.at >= len(r.text) {
		return "", errGrammar
	}
	r.at++
	var text string
	if err := json.Unmarshal([]byte(r.text[start:r.at]), &text); err != nil {
		return "", errGrammar
	}
	return text, nil
}

func (r *reader) number() (*ast.Term, error) {
	start := r.at
	exponent, ok := r.digits()
	if !ok {
		return nil, errGrammar
	}
	text := r.text[start:r.at]
	if made := r.numbers[text]; made != nil {
		return made, nil
	}
	if exponent || len(text) > plainDigits {
		if _, ok := exactNumber(text); !ok {
			return nil, errNumber
		}
	}
	made := r.term(ast.Number(text))
	r.numbers[text] = made
	return made, nil
}

// digits steps over a number: an integer without leading zeros, a fraction, an exponent.
func (r *reader) digits() (exponent, ok bool) {
	r.optional("-")
	if !r.optional("0") && !r.some() {
		return false, false
	}
	if r.optional(".") && !r.some() {
		return false, false
	}
	if exponent = r.optional("eE"); exponent {
		r.optional("+-")
		return true, r.some()
	}
	return false, true
}

// optional steps over one of the bytes, if it is there.
func (r *reader) optional(bytes string) bool {
	for i := range len(bytes) {
		if r.at < len(r.text) && r.text[r.at] == bytes[i] {
			r.at++
			return true
		}
	}
	return false
}

// some steps over one or more digits.
func (r *reader) some() bool {
	start := r.at
	for r.at < len(r.text) && '0' <= r.text[r.at] && r.text[r.at] <= '9' {
		r.at++
	}
	return r.at > start
}
