package opa

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
)

// envelope is what every call answers: exactly one of the two.
type envelope struct {
	OK    any    `json:"ok,omitempty"`
	Error *Error `json:"error,omitempty"`
}

// Reply runs f and writes its answer as JSON. A panic becomes an error with its own code.
func Reply(f func() (any, *Error)) (answer []byte) {
	defer func() {
		if r := recover(); r != nil {
			answer = write(envelope{Error: panicked(r)})
		}
	}()
	value, err := f()
	if err != nil {
		return write(envelope{Error: err})
	}
	return write(envelope{OK: value})
}

func write(e envelope) []byte {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return []byte(`{"error":{"code":"internal_error","message":"the answer cannot be written as JSON"}}`)
	}
	return out.Bytes()
}

// read takes a request strictly: a field that this version does not know is refused, because
// ignoring it could ignore a limit.
func read(raw []byte, into any) *Error {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return fail(CodeInvalidRequest, "the request: %v", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return fail(CodeInvalidRequest, "the request: more bytes after its end")
	}
	return nil
}

type compiled struct {
	Handle     uint64 `json:"handle"`
	Inspection any    `json:"inspection,omitempty"`
}

// Compile answers {handle, inspection}.
func (h *Handles) Compile(raw, data, schema []byte) []byte {
	return Reply(func() (any, *Error) {
		var req CompileRequest
		if err := read(raw, &req); err != nil {
			return nil, err
		}
		policy, err := Compile(req, data, schema)
		if err != nil {
			return nil, err
		}
		answer := compiled{Handle: h.Put(policy), Inspection: policy.Inspection}
		policy.Inspection = nil
		return answer, nil
	})
}

// Evaluate answers {results: {entrypoint: result}, stuck}.
func (h *Handles) Evaluate(handle uint64, raw, input []byte) []byte {
	return Reply(func() (any, *Error) {
		var req EvaluateRequest
		if err := read(raw, &req); err != nil {
			return nil, err
		}
		policy, err := h.Get(handle)
		if err != nil {
			return nil, err
		}
		answers, err := policy.Evaluate(req, input)
		if err != nil {
			return nil, err
		}
		return answers, nil
	})
}

// Cancel stops the evaluations of one policy; an unknown handle is nothing to stop.
func (h *Handles) Cancel(handle uint64) {
	if policy, err := h.Get(handle); err == nil {
		policy.Cancel()
	}
}

// FormatReply answers {source}.
func FormatReply(raw []byte) []byte {
	return Reply(func() (any, *Error) {
		var req FormatRequest
		if err := read(raw, &req); err != nil {
			return nil, err
		}
		source, err := Format(req)
		return map[string]string{"source": source}, err
	})
}

// TestReply answers a test report.
func TestReply(raw, data, schema []byte) []byte {
	return Reply(func() (any, *Error) {
		var req TestRequest
		if err := read(raw, &req); err != nil {
			return nil, err
		}
		report, err := Test(req, data, schema)
		if err != nil {
			return nil, err
		}
		return report, nil
	})
}
