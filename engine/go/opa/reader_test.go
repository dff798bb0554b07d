package opa

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

// spoilt gives the document with each of its bytes removed, doubled, and replaced by what JSON is made of.
func spoilt(document string) []string {
	var all []string
	for i := range len(document) {
		all = append(all, document[:i]+document[i+1:], document[:i]+document[i:i+1]+document[i:], document[:i])
		for _, c := range "{}[]:,\"\\ \n\x00\x01\x1f0159-+.eEtruefalsnx/\u00e9" {
			all = append(all, document[:i]+string(c)+document[i+1:], document[:i]+string(c)+document[i:])
		}
	}
	return all
}

func numbered(t *testing.T, raw []byte) any {
	t.Helper()
	var plain any
	if err := decodeNumbers(raw, &plain); err != nil {
		t.Fatal(err)
	}
	return plain
}

func TestWhatIsReadIsJSONAndTheSameValue(t *testing.T) {
	good, bad := 0, 0
	for _, whole := range []string{
		`{"a": [1, -2.5e+3, 0.10, true, false, null, {}, [], ""], "b\n\u00e9\ud83d\ude00": {"c": "d\\"}}`,
		` [ 10 , {"k":{"k":[[{"k":0}]]}} , "x" ] `, "12", `"a\/b"`, "-0.0E-1", "null",
	} {
		for _, document := range append(spoilt(whole), whole) {
			raw := []byte(document)
			read, err := parseStrict(raw, CodeInvalidInput, 1000, 20)
			if !json.Valid(raw) || badText(raw) >= 0 {
				bad++
				if err == nil {
					t.Fatalf("%q was read as %v", document, read)
				}
				continue
			}
			good++
			if err != nil && !strings.Contains(err.Message, errDuplicate.Error()) && !strings.Contains(err.Message, errNumber.Error()) {
				t.Fatalf("%q was refused: %v", document, err)
			}
			if err == nil && read.Value.Compare(mustValue(t, numbered(t, raw))) != 0 {
				t.Fatalf("%q was read as %v", document, read)
			}
		}
	}
	if good < 500 || bad < 5000 {
		t.Errorf("%d documents were good, %d bad", good, bad)
	}
}

func TestEqualPartsOfADocumentAreOneTerm(t *testing.T) {
	read, err := parseStrict([]byte(`[{"a":[1,"x"]},{"b":{"a":[1,"x"]}}, {"a": [1,"x"]}]`), CodeInvalidInput, 1000, 20)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := read.String(), `[{"a": [1, "x"]}, {"b": {"a": [1, "x"]}}, {"a": [1, "x"]}]`; got != want {
		t.Errorf("got %s", got)
	}
	inner, _ := read.Value.Find(ast.MustParseRef("x[1].b")[1:])
	first, _ := read.Value.Find(ast.MustParseRef("x[0]")[1:])
	if inner != first {
		t.Error("equal objects were built twice")
	}
}

func TestAKeyOfAnObjectOfManyIsFoundTwice(t *testing.T) {
	for _, others := range []int{1, fewKeys - 1, fewKeys, fewKeys + 1, 100} {
		var document bytes.Buffer
		document.WriteString(`{"0":1`)
		for i := range others {
			document.WriteString(`,"` + itoa(i+1) + `":{"0":1}`)
		}
		if _, err := parseStrict([]byte(document.String()+"}"), CodeInvalidInput, 1<<20, 20); err != nil {
			t.Errorf("%d others: %v", others, err)
		}
		for _, twice := range []string{"0", itoa(others)} {
			if _, err := parseStrict([]byte(document.String()+`,"`+twice+`":1}`), CodeInvalidInput, 1<<20, 20); err == nil {
				t.Errorf("%d others: %s was taken twice", others, twice)
			}
		}
	}
}
