package inspect

import (
	"slices"
	"testing"
)

const head = "# METADATA\n# title: A\n# description: B\n# custom:\n#   severity: high\n"

func described(t *testing.T, source string) Package {
	t.Helper()
	return inspected(t, map[string]string{"rules/a/b/b.rego": source})["data.rules.a.b"]
}

func TestMetadataOfThePackageIsDescribed(t *testing.T) {
	p := described(t, head+"package rules.a.b\n\nx := 1\n")
	a := p.Annotations[0]
	if a.Scope != "package" || a.Title != "A" || a.Description != "B" || a.Custom["severity"] != "high" || a.Target != "data.rules.a.b" || a.Row != 1 {
		t.Errorf("described as %+v", a)
	}
	if !slices.Equal(a.Keys, []string{"title", "description", "custom"}) {
		t.Errorf("the keys are %v", a.Keys)
	}
}

func TestKeysThatTheParserIgnoresAreListed(t *testing.T) {
	p := described(t, "# METADATA\n# title: A\n# tittle: B\n# custom:\n#   a: {b: 1}\n# scope: package\npackage rules.a.b\n\nx := 1\n")
	if got := p.Annotations[0].Keys; !slices.Equal(got, []string{"title", "tittle", "custom", "scope"}) {
		t.Errorf("the keys are %v", got)
	}
}

func TestMarksThatTheParserOverlooksAreListed(t *testing.T) {
	for text, exact := range map[string]bool{
		"# METADATA": true, "#METADATA": true, "# metadata": false, "# Metadata": false, "# METADATA:": true, "# META-DATA": false, "  # METADATA": false,
	} {
		p := described(t, text+"\n# title: A\npackage rules.a.b\n\nx := 1\n")
		if len(p.MetadataMarks) != 1 || p.MetadataMarks[0].Exact != exact || p.MetadataMarks[0].BelowPackage {
			t.Errorf("%q gives %+v, exact expected: %v", text, p.MetadataMarks, exact)
		}
		if (len(p.Annotations) == 1) != exact {
			t.Errorf("%q gives %d annotations; the mark and the parser disagree", text, len(p.Annotations))
		}
	}
}

func TestMetadataBelowThePackageLineBelongsToTheRule(t *testing.T) {
	p := described(t, "package rules.a.b\n\n"+head+"x := 1\n")
	if len(p.MetadataMarks) != 1 || !p.MetadataMarks[0].BelowPackage || p.Annotations[0].Target != "data.rules.a.b.x" {
		t.Errorf("marks %+v, annotations %+v", p.MetadataMarks, p.Annotations)
	}
}

func TestAWordAboutMetadataIsNoMark(t *testing.T) {
	p := described(t, "# About metadata: the host reads it\npackage rules.a.b\n\n# see the metadata above\nx := 1\n")
	if len(p.MetadataMarks) != 0 {
		t.Errorf("prose was taken for a mark: %+v", p.MetadataMarks)
	}
}

func TestRulesAreDescribedAsWritten(t *testing.T) {
	p := described(t, `package rules.a.b

default one := 1

one := 2 if input.context.purpose == "release"

many contains 1

by[k] := 1 if some k in many

by["two"] := 2

lists[k] contains 1 if some k in many

deep.a[k] := 1 if some k in many

call(x) := x if x > 1 else := 1
`)
	got := []string{}
	for _, r := range p.Rules {
		text := r.Name + " " + r.Kind
		if r.Default {
			text += " default"
		}
		got = append(got, text)
	}
	want := []string{
		"one complete default", "one complete", "many partial_set", "by partial_object", "by partial_object",
		"lists partial_object", "deep partial_object", "call function", "call function",
	}
	if !slices.Equal(got, want) {
		t.Errorf("rules are %q, expected %q", got, want)
	}
	if p.Rules[6].Depth != 2 || p.Rules[3].Depth != 1 || p.Rules[0].Depth != 0 {
		t.Errorf("depths are wrong: %+v", p.Rules)
	}
}

func TestWithAndNotAreReportedThroughLibraries(t *testing.T) {
	sources := folder(t, "testdata/shared")
	sources["lib/x.rego"] = "package lib.x\n\ny if not input.context.purpose == \"a\" with input.context.purpose as \"check\"\n"
	sources["rules/a/b/b.rego"] = "package rules.a.b\n\nz := data.lib.x.y\n"
	p := inspected(t, sources)["data.rules.a.b"]
	if len(p.Withs) != 1 || p.Withs[0].File != "lib/x.rego" || len(p.Negations) != 1 || p.Negations[0].Row != 3 {
		t.Errorf("withs %v, negations %v", p.Withs, p.Negations)
	}
}

func TestAPackageOfTestsIsOfItsOwnKind(t *testing.T) {
	for path, kind := range map[string]string{
		"data.rules.a.b": KindRule, "data.rules.a.b_test": KindTest, "data.lib.x": KindLibrary, "data.lib.x_test": KindTest,
		"data.parameters.a.b": KindHost, "data.project": KindHost, "data.rulesets": KindOther, "data.main": KindOther,
	} {
		if got := kindOf(path); got != kind {
			t.Errorf("%s is of kind %s, expected %s", path, got, kind)
		}
	}
}

func TestAnAnswerNamesTheAnswersItIsMadeFrom(t *testing.T) {
	p := described(t, `package rules.a.b

subjects contains s if some s, _ in passed

passed[s] := 1 if {
	some s
	holds[s] == true
}

holds["a"] := input.context.purpose == "check"

detail[s] := {"message": s} if some s in subjects
`)
	uses := map[string][]string{}
	for _, a := range p.Answers {
		uses[a.Name] = a.Uses
	}
	if !slices.Equal(uses["subjects"], []string{"holds"}) || len(uses["holds"]) > 0 || !slices.Equal(uses["detail"], []string{"holds", "subjects"}) {
		t.Errorf("answers use %v", uses)
	}
}
