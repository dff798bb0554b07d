package opa

import (
	"bytes"
	"encoding/json"
	"strings"
)

// readSchema reads the JSON Schema of the input and refuses every reference that could make
// the type checker open a file or a connection.
func readSchema(raw []byte, limits Limits) (any, *Error) {
	if len(raw) == 0 {
		return nil, nil
	}
	if _, err := parseStrict(raw, CodeInvalidSchema, limits.DataBytes, limits.Depth); err != nil {
		return nil, err
	}
	var root any
	if err := decodeNumbers(raw, &root); err != nil {
		return nil, fail(CodeInvalidSchema, "%v", err)
	}
	object, ok := root.(map[string]any)
	if !ok {
		return nil, fail(CodeInvalidSchema, "the schema is not an object")
	}
	// The names of the document and its dialect are of no use to the type checker, and an
	// absolute name would become the base of every reference.
	delete(object, "$id")
	delete(object, "$schema")
	if at, bad := foreignReference(object, "#"); bad {
		return nil, refused(Finding{Code: CodeSchemaRef, Message: "the schema may refer to itself only: " + at})
	}
	return object, nil
}

func foreignReference(node any, at string) (string, bool) {
	switch node := node.(type) {
	case map[string]any:
		for key, value := range node {
			text, isText := value.(string)
			if isText && refersOutside(key, text) {
				return at + "/" + key, true
			}
			if where, bad := foreignReference(value, at+"/"+key); bad {
				return where, true
			}
		}
	case []any:
		for i, value := range node {
			if where, bad := foreignReference(value, at+"/"+itoa(i)); bad {
				return where, true
			}
		}
	}
	return "", false
}

func refersOutside(key, value string) bool {
	switch key {
	case "$ref", "$dynamicRef", "$recursiveRef":
		return !strings.HasPrefix(value, "#")
	case "$id", "id":
		return true
	default:
		return false
	}
}

func decodeNumbers(raw []byte, into any) error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	return dec.Decode(into)
}
