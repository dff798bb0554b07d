package opa

import (
	"errors"

	"github.com/open-policy-agent/opa/v1/ast"
)

var (
	errDepth     = errors.New("nested deeper than the limit")
	errNumber    = errors.New("a number that cannot be kept exactly")
	errDuplicate = errors.New("the same key twice in one object")
	errGrammar   = errors.New("not JSON")
)

const (
	// sharedText is the longest string, in bytes, of which equal ones become one term.
	sharedText = 64
	// sharedObject is how many bytes an object or array may have to be compared with others.
	sharedObject = 192
	// plainDigits is how many characters a number without exponent may have to need no check.
	plainDigits = 15
	// fewKeys is up to how many keys a look through all of them is faster than a map.
	fewKeys = 16
	// slab is how many terms are allocated at once.
	slab = 256
)

// reader builds values in one pass over the bytes and checks the grammar on the way. Settings
// repeat themselves, so what has the same bytes becomes one term: terms are never changed.
// Everything it keeps is a part of the text, never a copy.
type reader struct {
	text    string
	at      int
	depth   int64
	strings map[string]*ast.Term
	numbers map[string]*ast.Term
	wholes  map[string]*ast.Term
	pairs   [][2]*ast.Term
	items   []*ast.Term
	free    []ast.Term
}

func newReader(raw []byte, depth int64) *reader {
	return &reader{
		text: string(raw), depth: depth,
		strings: map[string]*ast.Term{}, numbers: map[string]*ast.Term{}, wholes: map[string]*ast.Term{},
	}
}

// document reads the one value of the text.
func (r *reader) document() (*ast.Term, error) {
	value, err := r.value(0)
	if err == nil && r.next() != 0 {
		err = errGrammar
	}
	return value, err
}

// next gives the first byte that is no space, and 0 at the end. No token begins with either 0 or 1,
// so a byte 0 in the text is told from its end.
func (r *reader) next() byte {
	for ; r.at < len(r.text); r.at++ {
		switch c := r.text[r.at]; c {
		case ' ', '\t', '\n', '\r':
		case 0:
			return 1
		default:
			return c
		}
	}
	return 0
}

// take steps over one byte, if it is the next one.
func (r *reader) take(c byte) bool {
	if r.next() != c {
		return false
	}
	r.at++
	return true
}

func (r *reader) value(level int64) (*ast.Term, error) {
	switch r.next() {
	case '{', '[':
		if level >= r.depth {
			return nil, errDepth
		}
		return r.composite(level + 1)
	case '"':
		text, err := r.string()
		if err != nil || len(text) > sharedText {
			return r.term(ast.String(text)), err
		}
		return r.stringTerm(text), nil
	case 't':
		return ast.InternedTerm(true), r.literal("true")
	case 'f':
		return ast.InternedTerm(false), r.literal("false")
	case 'n':
		return ast.InternedNullTerm, r.literal("null")
	default:
		return r.number()
	}
}

func (r *reader) literal(word string) error {
	if len(r.text)-r.at < len(word) || r.text[r.at:r.at+len(word)] != word {
		return errGrammar
	}
	r.at += len(word)
	return nil
}

func (r *reader) composite(level int64) (*ast.Term, error) {
	start, pairs, items := r.at, len(r.pairs), len(r.items)
	r.at++
	var err error
	isObject := r.text[start] == '{'
	if isObject {
		err = r.object(level)
	} else {
		err = r.array(level)
	}
	if err != nil {
		return nil, err
	}
	whole := r.text[start:r.at]
	made := r.wholes[whole]
	if made == nil {
		if isObject {
			made = r.term(ast.NewObject(r.pairs[pairs:]...))
		} else {
			made = r.term(ast.NewArray(append([]*ast.Term(nil), r.items[items:]...)...))
		}
		if len(whole) <= sharedObject {
			r.wholes[whole] = made
		}
	}
	r.pairs, r.items = r.pairs[:pairs], r.items[:items]
	return made, nil
}

// object puts keys and values on the stack.
func (r *reader) object(level int64) error {
	if r.take('}') {
		return nil
	}
	keys := keySet{reader: r, start: len(r.pairs)}
	for {
		if r.next() != '"' {
			return errGrammar
		}
		text, err := r.string()
		if err != nil {
			return err
		}
		key := r.stringTerm(text)
		if !keys.add(key) {
			return errDuplicate
		}
		if !r.take(':') {
			return errGrammar
		}
		value, err := r.value(level)
		if err != nil {
			return err
		}
		r.pairs = append(r.pairs, ast.Item(key, value))
		if r.take('}') {
			return nil
		}
		if !r.take(',') {
			return errGrammar
		}
	}
}

// keySet finds a key used twice; keys are the same where their terms are.
type keySet struct {
	reader *reader
	start  int
	many   map[*ast.Term]struct{}
}

func (s *keySet) add(key *ast.Term) bool {
	own := s.reader.pairs[s.start:]
	if len(own) < fewKeys {
		for _, pair := range own {
			if pair[0] == key {
				return false
			}
		}
		return true
	}
	if s.many == nil {
		s.many = make(map[*ast.Term]struct{}, 4*fewKeys)
		for _, pair := range own {
			s.many[pair[0]] = struct{}{}
		}
	}
	size := len(s.many)
	s.many[key] = struct{}{}
	return len(s.many) > size
}

// array puts items on the stack.
func (r *reader) array(level int64) error {
	if r.take(']') {
		return nil
	}
	for {
		item, err := r.value(level)
		if err != nil {
			return err
		}
		r.items = append(r.items, item)
		if r.take(']') {
			return nil
		}
		if !r.take(',') {
			return errGrammar
		}
	}
}

func (r *reader) stringTerm(text string) *ast.Term {
	made := r.strings[text]
	if made == nil {
		made = r.term(ast.String(text))
		r.strings[text] = made
	}
	return made
}

func (r *reader) term(value ast.Value) *ast.Term {
	if len(r.free) == 0 {
		r.free = make([]ast.Term, slab)
	}
	made := &r.free[0]
	r.free = r.free[1:]
	made.Value = value
	return made
}
