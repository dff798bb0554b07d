package inspect

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// node is one place of the input schema. Nodes are made on demand, so a schema may refer to itself.
type node struct {
	schema   map[string]any
	root     map[string]any
	parent   *node
	path     string // input.repository.ref_rules.value[].bypass
	name     string // repository.ref_rules[].bypass: no "input.", no step onto the value of an observation
	children map[string]*node
	items    *node
}

const schemaReferenceSteps = 32

// newInput makes the node of input itself; a schema that is no object is refused.
func newInput(schema any) (*node, error) {
	root, ok := schema.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("the input schema is a %T, expected a JSON object", schema)
	}
	n := &node{root: root, path: "input"}
	var err error
	n.schema, err = n.resolve(root)
	return n, err
}

// resolve follows local references; anything but "#…" is refused because it could be fetched.
func (n *node) resolve(schema map[string]any) (map[string]any, error) {
	for range schemaReferenceSteps {
		target, ok := schema["$ref"].(string)
		if !ok {
			return schema, nil
		}
		if !strings.HasPrefix(target, "#") {
			return nil, fmt.Errorf("the input schema refers to %q, expected a reference that begins with #", target)
		}
		schema = n.root
		for step := range strings.SplitSeq(strings.TrimPrefix(strings.TrimPrefix(target, "#"), "/"), "/") {
			if step == "" {
				continue
			}
			step = strings.ReplaceAll(strings.ReplaceAll(step, "~1", "/"), "~0", "~")
			next, ok := schema[step].(map[string]any)
			if !ok {
				return nil, fmt.Errorf("the input schema refers to %q, which it does not have", target)
			}
			schema = next
		}
	}
	return nil, fmt.Errorf("the input schema has a chain of more than %d references", schemaReferenceSteps)
}

func (n *node) make(raw any, path, name string) *node {
	schema, ok := raw.(map[string]any)
	if !ok {
		return nil
	}
	schema, err := n.resolve(schema)
	if err != nil {
		return nil // a place that cannot be resolved has no paths; using it is reported as unresolved
	}
	return &node{schema: schema, root: n.root, parent: n, path: path, name: name}
}

// child is the place below a key, nil if the schema has none.
func (n *node) child(key string) *node {
	if c, ok := n.children[key]; ok {
		return c
	}
	properties, _ := n.schema["properties"].(map[string]any)
	raw, ok := properties[key]
	step := "." + key
	if !ok {
		if raw, ok = n.schema["additionalProperties"].(map[string]any); !ok {
			return nil
		}
		step = ".{}"
	}
	name := n.name + step
	switch {
	case n.isObservation() && key == "value":
		name = n.name
	case n.parent == nil:
		name = key
	}
	c := n.make(raw, n.path+step, name)
	if n.children == nil {
		n.children = map[string]*node{}
	}
	n.children[key] = c
	return c
}

// keys are the names the schema gives to what is below, sorted.
func (n *node) keys() []string {
	properties, _ := n.schema["properties"].(map[string]any)
	out := make([]string, 0, len(properties))
	for k := range properties {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// item is the place of the members of a list, nil if this is no list.
func (n *node) item() *node {
	if n.items == nil {
		n.items = n.make(n.schema["items"], n.path+"[]", n.name+"[]")
	}
	return n.items
}

func (n *node) isArray() bool {
	_, ok := n.schema["items"].(map[string]any)
	return ok
}

func (n *node) isObject() bool {
	_, ok := n.schema["properties"].(map[string]any)
	_, open := n.schema["additionalProperties"].(map[string]any)
	return ok || open
}

// isObservation tells an observation by its shape: an object with status, evidence and value.
func (n *node) isObservation() bool {
	properties, _ := n.schema["properties"].(map[string]any)
	for _, k := range []string{"status", "evidence", "value"} {
		if _, ok := properties[k]; !ok {
			return false
		}
	}
	return n.parent != nil
}

// hasSection tells whether the path has reached something that can be listed: an observation, or the context.
func (n *node) hasSection() bool {
	for p := n; p != nil; p = p.parent {
		if p.isObservation() || p.path == "input.context" {
			return true
		}
	}
	return false
}

// observations are the observations at and below this place. A schema that contains itself is followed once.
func (n *node) observations() []*node {
	if n == nil || n.repeats() {
		return nil
	}
	if n.isObservation() {
		return append([]*node{n}, n.child("value").observations()...)
	}
	var out []*node
	for _, k := range n.keys() {
		out = append(out, n.child(k).observations()...)
	}
	return append(out, n.item().observations()...)
}

// repeats tells whether this place has the very schema of a place above it.
func (n *node) repeats() bool {
	own := reflect.ValueOf(n.schema).Pointer()
	for p := n.parent; p != nil; p = p.parent {
		if reflect.ValueOf(p.schema).Pointer() == own {
			return true
		}
	}
	return false
}

func (n *node) types() []string {
	switch t := n.schema["type"].(type) {
	case string:
		return []string{t}
	case []any:
		out := []string{}
		for _, x := range t {
			if s, ok := x.(string); ok {
				out = append(out, s)
			}
		}
		slices.Sort(out)
		return out
	}
	return []string{}
}

// mayBeText tells whether the schema leaves room for text at this very place.
func (n *node) mayBeText() bool {
	types := n.types()
	return slices.Contains(types, "string") || len(types) == 0 && !n.isObject() && !n.isArray()
}

func (n *node) typed() TypedPath {
	enum, _ := n.schema["enum"].([]any)
	if c, ok := n.schema["const"]; ok {
		enum = []any{c}
	}
	return TypedPath{Path: n.path, Types: n.types(), Enum: enum}
}
