package opa

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func errorCode(t *testing.T, answer []byte) string {
	t.Helper()
	var envelope struct {
		Error *Error `json:"error"`
	}
	if err := json.Unmarshal(answer, &envelope); err != nil {
		t.Fatalf("%s: %v", answer, err)
	}
	if envelope.Error == nil {
		return ""
	}
	return envelope.Error.Code
}

func TestAPanicOfACallIsAnError(t *testing.T) {
	answer := Reply(func() (any, *Error) { panic("broken") })
	if code := errorCode(t, answer); code != CodePanic {
		t.Errorf("got %q", code)
	}
}

func TestAPanicOnAnotherGoroutineIsAnError(t *testing.T) {
	_, err := guarded(time.Now().Add(time.Minute), "breaking", func() (int, *Error) { panic("broken") })
	if err == nil || err.Code != CodePanic {
		t.Errorf("got %v", err)
	}
}

func TestACallThatDoesNotEndIsATimeOut(t *testing.T) {
	block := make(chan struct{})
	defer close(block)
	_, err := guarded(time.Now().Add(20*time.Millisecond), "waiting", func() (int, *Error) { <-block; return 1, nil })
	if err == nil || err.Code != CodeTimeout {
		t.Errorf("got %v", err)
	}
}

func TestAnUnknownFieldOfARequestIsRefused(t *testing.T) {
	h := NewHandles()
	for _, raw := range []string{`{"limts":{}}`, `{"limits":{"memory":1}}`, `{} {}`, `[]`, ``, `{"modules":1}`} {
		if code := errorCode(t, h.Compile([]byte(raw), nil, nil)); code != CodeInvalidRequest {
			t.Errorf("%q: got %q", raw, code)
		}
	}
}

func TestAHandleIsValidUntilItIsReleased(t *testing.T) {
	h := NewHandles()
	var answer struct {
		OK compiled `json:"ok"`
	}
	raw := h.Compile([]byte(`{"modules":{"p":"package p\nx := 1"},"rego_version":1}`), nil, nil)
	if err := json.Unmarshal(raw, &answer); err != nil {
		t.Fatal(err)
	}
	ask := []byte(`{"entrypoints":["data.p"]}`)
	if got := string(h.Evaluate(answer.OK.Handle, ask, []byte("{}"))); !strings.Contains(got, `{"value":{"x":1}}`) {
		t.Error(got)
	}
	if !h.Release(answer.OK.Handle) || h.Release(answer.OK.Handle) {
		t.Error("a handle is released once")
	}
	if code := errorCode(t, h.Evaluate(answer.OK.Handle, ask, []byte("{}"))); code != CodeUnknownHandle {
		t.Errorf("got %q", code)
	}
}

func TestNumbersAreSpeltExactly(t *testing.T) {
	for in, want := range map[string]string{
		"1": "1", "-0": "-0", "1.0": "1", "1e3": "1000", "9007199254740993": "9007199254740993", "1.5": "1.5",
		"9007199254740993.0": "9007199254740993", "1e20": "100000000000000000000", "0.1": "0.1",
		"0.33333333333333333333": "0.3333333333333333", "1e-7": "1e-07",
	} {
		if got, ok := exactNumber(in); !ok || got != want {
			t.Errorf("%s: got %s %v, want %s", in, got, ok, want)
		}
	}
	for _, in := range []string{"1e1001", "1e-1001", "1e-400", "0.99999999999999999999", strings.Repeat("1", 1001), "1e99999999999999999999"} {
		if got, ok := exactNumber(in); ok {
			t.Errorf("%s: got %s, want a refusal", in, got)
		}
	}
}

func TestStrictDocuments(t *testing.T) {
	for _, good := range []string{
		`{}`, ` [1, 2.5, -3e2, "a\"\\\u0041\ud83d\ude00", true, false, null] `, `{"a":{"a":1},"b":[{"a":1}]}`, `"\\ud800"`, `"{[:,"`,
	} {
		if _, err := parseStrict([]byte(good), CodeInvalidInput, 1000, 10); err != nil {
			t.Errorf("%s: %v", good, err)
		}
	}
	for bad, want := range map[string]string{
		`{"a":1,"a":1}`: CodeInvalidInput, `[{"b":{"a":1,"\u0061":2}}]`: CodeInvalidInput, "": CodeInvalidInput,
		`{} {}`: CodeInvalidInput, `[NaN]`: CodeInvalidInput, `[01]`: CodeInvalidInput, "[\"\xff\"]": CodeInvalidInput,
		`["\ud800"]`: CodeInvalidInput, `["\udc00"]`: CodeInvalidInput, `["\ud800\u0041"]`: CodeInvalidInput,
		`["\\\ud800"]`: CodeInvalidInput, `[1e999999999]`: CodeInvalidInput, `[1,]`: CodeInvalidInput, "\ufeff{}": CodeInvalidInput,
		strings.Repeat("[", 11) + strings.Repeat("]", 11): CodeTooDeep, strings.Repeat(" ", 1001): CodeTooLarge,
		strings.Repeat("[", 900): CodeInvalidInput,
	} {
		if _, err := parseStrict([]byte(bad), CodeInvalidInput, 1000, 10); err == nil || err.Code != want {
			t.Errorf("%q: got %v, want %s", bad, err, want)
		}
	}
}

func TestAnErrorOfADocumentNamesItsPlace(t *testing.T) {
	_, err := parseStrict([]byte("{\n  \"a\": 1,\n  \"a\": 2\n}"), CodeInvalidInput, 1000, 10)
	if err == nil || !strings.HasPrefix(err.Message, "line 3 column 6:") {
		t.Error(err)
	}
}

func TestStrictReadingAgreesWithOPA(t *testing.T) {
	raw := document(50)
	got, err := parseStrict(raw, CodeInvalidInput, 1<<20, 20)
	if err != nil {
		t.Fatal(err)
	}
	var plain any
	if err := decodeNumbers(raw, &plain); err != nil {
		t.Fatal(err)
	}
	want := mustValue(t, plain)
	if got.Value.Compare(want) != 0 {
		t.Error("the values differ")
	}
}
