package inspect

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

var update = flag.Bool("update", false, "write the reference page of the checks")

const page = "../../../docs/reference/rule-checks.md"

const pageHead = `# Rule checks

Every rule is judged before it may judge a release. The compiler proves that a rule is well formed and has the right
types; the checks below refuse what compiles and can still pass by silence. They are Rego themselves
(` + "`policies/checks/`" + `), read the inspection of the compiled rules, and name file, row and column of what they refuse.
There are no warnings and no exceptions: a rule that a check refuses is not put into a bundle.

What no check can tell is left to the prover: a rule that asks whether *some* ruleset is safe where *every* one must be
reads the same fields in the same way as the right rule, and only a document that should fail shows the difference.

| Code | What must hold | Why | How to mend it |
|---|---|---|---|
`

// checkPage writes the page from the METADATA of the checks.
func checkPage(t *testing.T) string {
	t.Helper()
	rows := map[string]string{}
	for name, source := range folder(t, checksFolder) {
		m, err := ast.ParseModuleWithOpts(name, source, ast.ParserOptions{ProcessAnnotation: true})
		if err != nil {
			t.Fatal(err)
		}
		code, isCheck := strings.CutPrefix(m.Package.Path.String(), "data.checks.")
		if !isCheck {
			continue
		}
		if len(m.Annotations) != 1 {
			t.Fatalf("%s has %d METADATA blocks, expected one", name, len(m.Annotations))
		}
		a := m.Annotations[0]
		fix, _ := a.Custom["fix"].(string)
		if a.Title == "" || a.Description == "" || fix == "" {
			t.Errorf("METADATA of %s lacks title, description or custom.fix", name)
		}
		rows[code] = fmt.Sprintf("| `%s` | %s | %s | %s |\n", code, cell(a.Title), cell(a.Description), cell(fix))
	}
	text := pageHead
	for _, code := range sortedKeys(rows) {
		text += rows[code]
	}
	return text
}

func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "<", "&lt;", ">", "&gt;", "*", `\*`).Replace(text)
}

func TestTheReferencePageListsEveryCheck(t *testing.T) {
	want := checkPage(t)
	if *update {
		if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s is not what the METADATA of the checks says; run: go test ./inspect -run ReferencePage -update", page)
	}
}
