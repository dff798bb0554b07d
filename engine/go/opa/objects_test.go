package opa

import (
	"testing"
	"time"
)

const someItems = `package a
import rego.v1
items := [{"k": "x", "v": 1}, {"k": "y", "v": 2}, {"k": "x", "v": 1}]
`

func TestAnObjectOfSeveralRulesIsWhatOPAMakesOfThem(t *testing.T) {
	for rules, want := range map[string]string{
		"o[i.k] := i.v if some i in items":                                                       `{"x":1,"y":2}`,
		"o[i.k] := i.v if some i in items\no[k] := 2 if some k in [\"y\", \"z\"]":                `{"x":1,"y":2,"z":2}`,
		"o[i.k] := i.v if { some i in items; i.v > 5 }":                                          `{}`,
		"o[i.k] := i.v if some i in items\no[\"fixed\"] := 3":                                    `{"fixed":3,"x":1,"y":2}`,
		"o[i.k][i.v] := true if { some i in items; i.k == \"z\" }":                               `{}`,
		"o[i.k] contains i.v if some i in items":                                                 `{"x":[1],"y":[2]}`,
		"o[i.k] := {\"v\": i.v} if some i in items\no[k] := {\"v\": 2} if some k in [\"y\"]":     `{"x":{"v":1},"y":{"v":2}}`,
		"o[i.k] := p[i.k] if some i in items\np[i.k] := i.v if { some i in items; i.k == \"x\"}": `{"x":1}`,
	} {
		p := compile(t, map[string]string{"a": someItems + rules})
		expectValue(t, evaluate(t, p, time.Minute, "data.a.o")["data.a.o"], want)
		e := newEvaluation(p)
		linear, err := e.ask(p.plans["data.a"].linear, newRecall(), &cancellation{})
		if err != nil {
			t.Fatalf("%s: %v", rules, err)
		}
		plain, err := e.ask(p.plans["data.a"].plain, newRecall(), &cancellation{})
		if err != nil || linear.Compare(plain) != 0 {
			t.Errorf("%s: got %v, want %v (%v)", rules, linear, plain, err)
		}
	}
}

func TestTwoValuesOfOneKeyAreAConflictWhereOPASeesIt(t *testing.T) {
	for _, rules := range []string{
		"o[k] := v if { some k in [\"x\"]; some v in [1, 2] }",
		"o[i.k] := i.v if some i in items\no[k] := 3 if some k in [\"y\"]",
		"o[i.k] := {\"v\": i.v} if some i in items\no[k] := {\"w\": 2} if some k in [\"y\"]",
	} {
		p := compile(t, map[string]string{"a": someItems + rules})
		got := evaluate(t, p, time.Minute, "data.a")["data.a"]
		_, err := newEvaluation(p).ask(p.plans["data.a"].plain, newRecall(), &cancellation{})
		want := failureOf(err)
		if got.Failed == nil || got.Failed.Code != want.Code || *got.Failed.Location != *want.Location {
			t.Errorf("%s: got %+v, want %+v", rules, got.Failed, want)
		}
	}
}

func TestWhatAFailedAnswerLeftInTheCacheIsForgotten(t *testing.T) {
	p := compile(t, map[string]string{
		"lib": "package lib\nbad[k] := 1 / 0 if some k in [\"x\"]",
		"one": "package one\nimport data.lib\no[k] := v if some k, v in lib.bad",
		"two": "package two\nimport data.lib\nholds[k] := true if { some k in [\"x\"]; not lib.bad.x }",
	})
	jobs, _ := newJobs([]string{"data.one", "data.two"})
	results := map[string]Result{}
	newEvaluation(p).newRound(jobs, time.Minute, 1).collect(results)
	expectFailure(t, results["data.one"], CodeBuiltin)
	expectFailure(t, results["data.two"], CodeBuiltin)
}
