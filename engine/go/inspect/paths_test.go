package inspect

import (
	"slices"
	"testing"
)

func TestObservationsAreFoundThroughEveryWayAValueTravels(t *testing.T) {
	const bypass = "repository.ref_rules[].bypass"
	for name, body := range map[string]string{
		"a function":               "f(r) := r.bypass.value\n\nx contains f(r) if some r in refs.active",
		"a function of a function": "f(r) := g([r])\n\ng(l) := l[0].bypass.value\n\nx contains f(r) if some r in refs.active",
		"a library function":       "x contains refs.first([r]).bypass.value if some r in refs.active",
		"a comprehension":          "x := {r.bypass.value | some r in refs.active}",
		"an object comprehension":  "x := {r.id: r | some r in refs.active}\n\ny := x.one.bypass.value",
		"an object literal":        "x contains {\"a\": r} if some r in refs.active\n\ny contains o.a.bypass.value if some o in x",
		"an array literal":         "x contains [1, r] if some r in refs.active\n\ny contains b if {\n\tsome [_, r] in x\n\tb := r.bypass.value\n}",
		"an object pattern":        "y contains b if {\n\tsome r in refs.active\n\t{\"bypass\": b} = {\"bypass\": r.bypass.value}\n\tb == []\n}",
		"patterns on both sides":   "y contains b if {\n\tsome r in refs.active\n\t[1, l] = [k, r]\n\tb := {l.bypass.value, k}\n}",
		"every":                    "y if every r in refs.active { r.bypass.value == [] }",
		"a union":                  "y contains b if {\n\tsome r in (refs.active | {1})\n\tb := r.bypass.value\n}",
		"concatenated arrays":      "y contains b if {\n\tsome r in array.concat([], input.repository.ref_rules.value)\n\tb := r.bypass.value\n}",
		"sorting":                  "y contains b if {\n\tsome r in sort(refs.active)\n\tb := r.bypass.value\n}",
		"object.get":               "y contains object.get(r, [\"bypass\", \"value\"], []) if some r in refs.active",
		"object.union":             "y contains object.union(r, {}).bypass.value if some r in refs.active",
		"a key of a partial set":   "y contains b if {\n\trefs.active[r]\n\tb := r.bypass.value\n}",
		"a key that is a literal":  "y contains r[k].value if {\n\tsome r in refs.active\n\tsome k in [\"bypass\"]\n}",
		"a key that is iterated":   "y contains x.value if {\n\tsome r in refs.active\n\tsome x in r\n}",
		"a whole package":          "y contains data.lib.refs[k][r].bypass.value if {\n\tsome k\n\tsome r\n\tdata.lib.refs[k][r]\n}",
		"an else branch":           "f(r) := 1 if r.id == \"a\" else := r.bypass.value\n\nx contains f(r) if some r in refs.active",
		"a template string":        "x contains $\"{r.bypass.value}\" if some r in refs.active",
		"a comparison of wholes":   "y if {\n\tsome r in refs.active\n\tsome q in refs.active\n\tr == q\n}",
		"membership of a whole":    "y if {\n\tsome r in refs.active\n\tr in refs.active\n}",
		"a message":                "y contains sprintf(\"%v\", [r]) if some r in refs.active",
		"the answer of the rule":   "detail[r.id] := {\"evidence\": r} if some r in refs.active",
		"a with":                   "y if refs.branches with data.lib.refs.x as [b | b := input.repository.ref_rules.value[_].bypass.value]",
	} {
		t.Run(name, func(t *testing.T) {
			p := withRule(t, body)
			if !slices.Contains(p.Observations, bypass) {
				t.Errorf("observations are %v; %s was lost", p.Observations, bypass)
			}
		})
	}
}

func TestAnObservationThatNobodyTouchesIsNotListed(t *testing.T) {
	for name, body := range map[string]string{
		"names of rulesets":           "x contains r.id if some r in refs.active",
		"counting":                    "x if count(refs.active) == 3",
		"comparing with the empty":    "x if input.repository.environments.value == []",
		"a function on another thing": "f(r) := r.id\n\nx contains f(r) if some r in refs.active\n\ng(e) := e.name\n\ny contains g(e) if some e in env.named",
	} {
		t.Run(name, func(t *testing.T) {
			want := []string{"repository.environments", "repository.ref_rules"}
			if p := withRule(t, body); !slices.Equal(p.Observations, want) {
				t.Errorf("observations are %v, expected %v", p.Observations, want)
			}
		})
	}
}

func TestAFunctionIsFollowedCallByCall(t *testing.T) {
	p := withRule(t, "f(x) := x.value\n\na contains f(r.bypass) if some r in refs.active\n\n"+
		"b contains f(e.secret_names)[_] if some e in env.named\n\nc if f(input.repository.publishers)[_].active == true")
	if len(p.Unresolved) > 0 {
		t.Errorf("a value of one call was taken for that of another: %v", p.Unresolved)
	}
	if !slices.Contains(p.Paths, "input.repository.publishers.value[].active") {
		t.Errorf("paths are %v", p.Paths)
	}
}

func TestTheContextOfAReadIsThatOfTheSource(t *testing.T) {
	for name, c := range map[string]struct {
		body    string
		nesting []string
	}{
		"the top of a body":             {"holds[r.id] := count(r.bypass.value) == 0 if some r in refs.active", []string{}},
		"a set of conditions":           {"holds[r.id] := true in {r.bypass.value == [], r.id == \"x\"} if some r in refs.active", []string{}},
		"not, which the compiler moves": {"holds[r.id] := true if {\n\tsome r in refs.active\n\tnot count(r.bypass.value) > 0\n}", []string{"not"}},
		"not":                           {"holds[r.id] := true if {\n\tsome r in refs.active\n\tnot r.bypass.value == []\n}", []string{"not"}},
		"a comprehension":               {"holds[r.id] := count([a | some a in r.bypass.value]) == 0 if some r in refs.active", []string{"comprehension"}},
		"every":                         {"holds[\"a\"] := true if {\n\tsome r in refs.active\n\tevery x in [1] { r.bypass.value[x].id == \"a\" }\n}", []string{"every"}},
		"the domain of every":           {"holds[\"a\"] := true if {\n\tsome r in refs.active\n\tevery x in r.bypass.value { x.id == \"a\" }\n}", []string{}},
		"not in a comprehension":        {"holds[\"a\"] := {x | some x in [1]; not r.bypass.value == []} == {1} if some r in refs.active", []string{"comprehension", "not"}},
		"a template string":             {"holds[r.id] := $\"{r.bypass.value}\" == \"\" if some r in refs.active", []string{"comprehension"}},
	} {
		t.Run(name, func(t *testing.T) {
			reads := readsOf(withRule(t, c.body), "repository.ref_rules[].bypass")
			if len(reads) != 1 || !slices.Equal(reads[0].Nesting, c.nesting) || reads[0].Role != "holds" {
				t.Errorf("read as %v, expected once in holds inside %v", reads, c.nesting)
			}
		})
	}
}

func TestThePartOfAnObservationThatIsReadIsTold(t *testing.T) {
	for part, body := range map[string]string{
		"value":   "holds[r.id] := r.bypass.value == [] if some r in refs.active",
		"status":  "holds[r.id] := r.bypass.status == \"collected\" if some r in refs.active",
		"partial": "holds[r.id] := r.bypass.partial == [] if some r in refs.active",
		"detail":  "holds[r.id] := r.bypass.detail.http == 200 if some r in refs.active",
		"itself":  "holds[r.id] := is_object(r.bypass) if some r in refs.active",
		"deep":    "holds[r.id] := r in refs.active if some r in refs.active",
		"dynamic": "holds[r.id] := r.bypass[k] == [] if {\n\tsome r in refs.active\n\tk := lower(r.id)\n}",
	} {
		t.Run(part, func(t *testing.T) {
			reads := readsOf(withRule(t, body), "repository.ref_rules[].bypass")
			if len(reads) == 0 || !slices.ContainsFunc(reads, func(r Read) bool { return r.Part == part }) {
				t.Errorf("read as %v, expected the part %s", reads, part)
			}
		})
	}
}

func TestAReferenceTheAnalysisCannotFollowIsReported(t *testing.T) {
	for name, c := range map[string]struct{ body, reason string }{
		"misspelt below an argument": {"f(r) := r.bypas.value\n\nx contains f(r) if some r in refs.active", "missing"},
		"misspelt in every":          {"x if every r in refs.active { r.enforcment == \"active\" }", "missing"},
		"misspelt in a literal key":  {"x contains r[k] if {\n\tsome r in refs.active\n\tsome k in [\"id\", \"nmae\"]\n}", "missing"},
		"misspelt in a literal":      {"f(r, s) if {\"id\": s, \"knid\": \"x\"} in r.bypass.value\n\nx if {\n\tsome r in refs.active\n\tf(r, \"a\")\n}", "missing"},
		"a member of text":           {"f(r) := r.id.x\n\nx contains f(r) if some r in refs.active", "missing"},
		"a function nobody calls":    {"f(r) := r.id", "unknown"},
		"below decoded text":         {"f(r) := json.unmarshal(r.id)\n\nx contains f(r).a if some r in refs.active", "unknown"},
		"data that was not compiled": {"x contains d.a if some d in data.nowhere", "unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			p := withRule(t, c.body)
			if !slices.ContainsFunc(p.Unresolved, func(u Unresolved) bool { return u.Reason == c.reason && u.Row > 0 }) {
				t.Errorf("unresolved is %v, expected one that is %s", p.Unresolved, c.reason)
			}
		})
	}
}
