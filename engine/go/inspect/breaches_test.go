package inspect

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const (
	bypassRule = "rules/branch/no_bypass/no_bypass.rego"
	bypassPath = "data.rules.branch.no_bypass"
)

// breach changes one thing in a good rule.
type breach struct{ old, new string }

func (b breach) apply(t *testing.T) map[string]string {
	t.Helper()
	sources := folder(t, "testdata/shared")
	source := folder(t, "testdata/good")[bypassRule]
	if !strings.Contains(source, b.old) {
		t.Fatalf("the good rule has no %q", b.old)
	}
	const other = "rules/branch/covered/covered.rego"
	sources[other] = folder(t, "testdata/good")[other]
	sources[bypassRule] = strings.Replace(source, b.old, b.new, 1)
	return sources
}

func extra(body string) breach { return breach{"subjects contains", body + "\n\nsubjects contains"} }

// declaring gives the good rule a parameter of this type, and a definition.
func declaring(kind, body string) breach {
	const head = "\npackage rules.branch.no_bypass\n\nimport data.lib.refs\n"
	parameter := "\n#   parameters: [{name: x, schema: {type: " + kind + "}, default: 1, weaker: lower}]"
	return breach{head, parameter + head + "\n" + body + "\n"}
}

const holdsHead = "holds[r.id] := count(r.bypass.value) == 0 if some r in judged"

// One change to a good rule, from source to refusal. The lists are complete: no other check may fire.
func TestOneBreachIsRefusedByItsCheck(t *testing.T) {
	c := newChecker(t)
	for name, x := range map[string]struct {
		breach
		codes []string
	}{
		"nothing changed":                      {extra(""), []string{}},
		"no METADATA":                          {breach{"# METADATA", "# About"}, []string{"metadata_missing"}},
		"METADATA in lower case":               {breach{"# METADATA", "# metadata"}, []string{"metadata_missing", "metadata_unseen"}},
		"METADATA indented":                    {breach{"# METADATA", " # METADATA"}, []string{"metadata_missing", "metadata_unseen"}},
		"a second block below":                 {extra("# METADATA\n# title: x\nq := 1"), []string{"metadata_misplaced"}},
		"scope subpackages":                    {breach{"# custom:", "# scope: subpackages\n# custom:"}, []string{"metadata_missing", "metadata_subpackages"}},
		"schemas":                              {breach{"# custom:", "# schemas:\n#   - input: {type: object}\n# custom:"}, []string{"metadata_schemas"}},
		"a misspelt title":                     {breach{"# title:", "# tittle:"}, []string{"metadata_incomplete", "metadata_keys"}},
		"a misspelt enforcement":               {breach{"enforcement:", "enforcment:"}, []string{"metadata_incomplete", "metadata_keys"}},
		"a catalogue that is a number":         {breach{"BR-19", "1.10"}, []string{"metadata_incomplete"}},
		"a fix that does nothing":              {breach{"click: \"Mend {subject}\"", "click: \"\""}, []string{"metadata_incomplete"}},
		"a placeholder nobody fills":           {breach{"\"{subject} lets", "\"{branch} lets"}, []string{"metadata_types"}},
		"an observation left out":              {breach{", repository.release_refs]", "]"}, []string{"reads"}},
		"an observation too many":              {breach{"reads: [", "reads: [manifest, "}, []string{"reads"}},
		"handles left out":                     {breach{"handles: [\"repository.ref_rules[].bypass\"]", "handles: []"}, []string{"reads"}},
		"subjects as one value":                {breach{"subjects contains r.id if some r in judged", "subjects := {r.id | some r in judged}"}, []string{"answers"}},
		"holds as a set":                       {breach{holdsHead, "holds contains r.id if {\n\tsome r in judged\n\tr.bypass.value == []\n}"}, []string{"answers"}},
		"no holds":                             {breach{holdsHead, "decided[r.id] := count(r.bypass.value) == 0 if some r in judged"}, []string{"answers", "handles_context"}},
		"a default answer":                     {extra("default applies := true\n\napplies := input.context.purpose == \"release\""), []string{"answer_default"}},
		"subjects out of holds":                {breach{"subjects contains r.id if some r in judged", "subjects contains s if some s, _ in holds"}, []string{"answer_order", "handles_context"}},
		"not":                                  {breach{"count(r.bypass.value) == 0 if some r in judged", "true if {\n\tsome r in judged\n\tnot count(r.bypass.value) > 0\n}"}, []string{"handles_context"}},
		"a helper":                             {breach{holdsHead, "empty contains r.id if {\n\tsome r in judged\n\tr.bypass.value == []\n}\n\nholds[r.id] := r.id in empty if some r in judged"}, []string{"handles_context"}},
		"a template string":                    {breach{holdsHead, "holds[r.id] := $\"{r.bypass.value}\" == \"[]\" if some r in judged"}, []string{"handles_context"}},
		"an else":                              {breach{holdsHead, "f(r) := false if count(r.bypass.value) > 0\n\nelse := true\n\nholds[r.id] := f(r) if some r in judged"}, []string{"handles_context"}},
		"a union that fills the gap":           {breach{"count(r.bypass.value)", "count(object.union({\"bypass\": {\"value\": []}}, r).bypass.value)"}, []string{"input_access"}},
		"the status":                           {breach{"count(r.bypass.value) == 0", "r.bypass.status == \"collected\""}, []string{"handles_context", "observation_parts"}},
		"the detail of a violation":            {extra("detail[r.id] := {\"evidence\": {\"who\": r.bypass.value, \"how\": r.bypass.evidence}} if some r in judged"), []string{}},
		"another rule":                         {extra("q := data.rules.branch.covered.subjects"), []string{"other_rules"}},
		"a misspelt library":                   {extra("q := data.lib.refs.activ"), []string{"unknown_data"}},
		"parameters of another rule":           {extra("q := data.parameters.branch.covered.x"), []string{"unknown_data"}},
		"a parameter nobody declared":          {extra("q := data.parameters.branch.no_bypass.x"), []string{"unknown_data"}},
		"project facts":                        {extra("q := data.project.publish_tokens"), []string{}},
		"a section as a variable":              {extra("q := input.repository"), []string{"input_section"}},
		"object.get":                           {extra("q contains object.get(r, \"id\", \"\") if some r in judged"), []string{"input_access"}},
		"walk":                                 {extra("q contains v if walk(judged, [_, v])"), []string{"handles_context", "input_access"}},
		"a computed key":                       {extra("q contains r.forbids[r.id] if some r in judged"), []string{"dynamic_key"}},
		"a misspelt field of an argument":      {extra("f(r) := r.enforcment\n\nq contains f(r) if some r in judged"), []string{"unresolved_reference"}},
		"a misspelt field in every":            {extra("q if every r in judged { r.enforcment == \"active\" }"), []string{"unresolved_reference"}},
		"inequality of text":                   {extra("q contains r.id if {\n\tsome r in judged\n\tr.level != \"org\"\n}"), []string{"comparison"}},
		"an order of text":                     {extra("q contains r.id if {\n\tsome r in judged\n\tr.level < \"org\"\n}"), []string{"comparison"}},
		"inequality of a number":               {extra("q contains r.id if {\n\tsome r in judged\n\tr.requires.pull_request.approvals != 1\n}"), []string{}},
		"a word outside the enum":              {extra("q contains r.id if {\n\tsome r in judged\n\tr.level == \"repository\"\n}"), []string{"literal"}},
		"a word outside in a function":         {extra("f(l) if l == \"repository\"\n\nq contains r.id if {\n\tsome r in judged\n\tf(r.level)\n}"), []string{"literal"}},
		"a type that cannot be":                {extra("q if every r in judged { r.requires.pull_request.approvals == \"2\" }"), []string{"literal"}},
		"an open pattern":                      {extra("q contains r.id if {\n\tsome r in judged\n\tregex.match(\"release\", r.id)\n}"), []string{"pattern"}},
		"a pattern of the settings":            {extra("q contains r.id if {\n\tsome r in judged\n\tsome i in r.include\n\tglob.match(i, [\"/\"], r.id)\n}"), []string{"pattern"}},
		"a parameter nobody reads":             {declaring("integer", "q := 1"), []string{"parameters_used"}},
		"a parameter that is read":             {declaring("integer", "applies if count(refs.active) >= data.parameters.branch.no_bypass.x"), []string{}},
		"a parameter read by a helper":         {declaring("integer", "enough if count(refs.active) >= data.parameters.branch.no_bypass.x\n\napplies := enough"), []string{}},
		"a parameter of nobody's helper":       {declaring("integer", "q if count(refs.active) >= data.parameters.branch.no_bypass.x"), []string{"parameters_used"}},
		"a parameter only detail reads":        {declaring("integer", "detail[r.id] := {\"evidence\": {\"least\": data.parameters.branch.no_bypass.x}} if some r in judged"), []string{"parameters_used"}},
		"… through a helper":                   {declaring("integer", "least := data.parameters.branch.no_bypass.x\n\ndetail[r.id] := {\"evidence\": {\"least\": least}} if some r in judged"), []string{"parameters_used"}},
		"an order by a textual parameter":      {declaring("string", "applies if count(refs.active) >= data.parameters.branch.no_bypass.x"), []string{"comparison"}},
		"an order of lower-case text":          {extra("q contains r.id if {\n\tsome r in judged\n\tlower(r.id) < lower(r.level)\n}"), []string{"comparison"}},
		"an order of parts of text":            {extra("q contains r.id if {\n\tsome r in judged\n\tsplit(r.id, \".\")[0] > split(r.level, \".\")[0]\n}"), []string{"comparison"}},
		"an order of lengths":                  {extra("q contains r.id if {\n\tsome r in judged\n\tcount(r.id) > count(split(r.level, \".\"))\n}"), []string{}},
		"an order of moments":                  {extra("q if time.parse_rfc3339_ns(input.context.evaluated_at) > 1"), []string{}},
		"the greatest text":                    {extra("q := max({r.id | some r in judged})"), []string{"text_order"}},
		"the last of sorted pairs":             {extra("q := max([[r.level, r.id] | some r in judged])"), []string{"text_order"}},
		"the least of made text":               {extra("q := min([lower(r.id) | some r in judged])"), []string{"text_order"}},
		"the greatest number":                  {extra("q := max([count(r.id) | some r in judged])"), []string{}},
		"times sorted as text":                 {extra("q := sort([input.context.evaluated_at])"), []string{"text_order"}},
		"names sorted":                         {extra("q := sort([r.id | some r in judged])"), []string{}},
		"the first of a set in a list":         {extra("q := [id | some id in {r.id | some r in judged}][0]"), []string{"text_order"}},
		"… by a name of its own":               {extra("ids contains r.id if some r in judged\n\nlisted := [id | some id in ids]\n\nq := listed[count(listed) - 1]"), []string{"text_order"}},
		"… by a reference":                     {extra("ids contains r.id if some r in judged\n\nlisted := [id | ids[id]]\n\nq := listed[0]"), []string{"text_order"}},
		"… out of the keys of an object":       {extra("by_id[r.id] := 1 if some r in judged\n\nq := [id | some id, _ in by_id][0]"), []string{"text_order"}},
		"… by a pattern":                       {extra("q := first if [first, _] := [id | some id in {r.id | some r in judged}]"), []string{"text_order"}},
		"… by its index":                       {extra("q := id if {\n\tsome i, id in [id | some id in {r.id | some r in judged}]\n\ti == 0\n}"), []string{"text_order"}},
		"… by a slice":                         {extra("q := array.slice([id | some id in {r.id | some r in judged}], 0, 1)"), []string{"text_order"}},
		"… out of a longer list":               {extra("q := array.concat([], [id | some id in {r.id | some r in judged}])[0]"), []string{"text_order"}},
		"… from the other end":                 {extra("q := array.reverse([id | some id in {r.id | some r in judged}])[0]"), []string{"text_order"}},
		"… in lower case":                      {extra("q := [lower(id) | some id in {r.id | some r in judged}][0]"), []string{"text_order"}},
		"… through a function":                 {extra("first(ids) := ids[0]\n\nq := first([id | some id in {r.id | some r in judged}])"), []string{"text_order"}},
		"the first of sorted names":            {extra("q := sort([r.id | some r in judged])[0]"), []string{"text_order"}},
		"the first of pairs by text":           {extra("q := [p | some p in {[r.id, 1] | some r in judged}][0]"), []string{"text_order"}},
		"the first of pairs by a number":       {extra("q := [p | some p in {[count(r.id), r.id] | some r in judged}][0][1]"), []string{}},
		"the first of numbers":                 {extra("q := [n | some n in {count(r.id) | some r in judged}][0]"), []string{}},
		"all of a set in a list":               {extra("q := concat(\", \", [id | some id in {r.id | some r in judged}])"), []string{}},
		"a set in a list, gone through":        {extra("q contains id if some id in [id | some id in {r.id | some r in judged}]"), []string{}},
		"the first of a list as it is":         {extra("q contains i if {\n\tsome r in judged\n\ti := [x | some x in r.include][0]\n}"), []string{}},
		"the parts of a pair":                  {extra("q contains p[0] if some p in {[r.id, r.level] | some r in judged}"), []string{}},
		"… written and split":                  {extra("q := split(concat(\" \", {r.id | some r in judged}), \" \")[0]"), []string{"text_order"}},
		"… written by a format":                {extra("q := startswith(sprintf(\"%v\", [{r.id | some r in judged}]), \"{1.10\")"), []string{"text_order"}},
		"… written as JSON":                    {extra("q := substring(json.marshal({lower(r.id) | some r in judged}), 0, 9)"), []string{"text_order"}},
		"… written, split by a function":       {extra("words(text) := split(text, \" \")\n\nq := words(concat(\" \", sort([r.id | some r in judged])))[0]"), []string{"text_order"}},
		"… written in pairs and compared":      {extra("q contains r.id if {\n\tsome r in judged\n\tconcat(\" \", {r.id, r.level}) == concat(\" \", [r.id, r.level])\n}"), []string{"text_order"}},
		"… written and looked up":              {extra("q contains r.id if {\n\tsome r in judged\n\t{concat(\" \", [r.id, r.level]): 1}[concat(\" \", {r.id, r.level})]\n}"), []string{"text_order"}},
		"… written and matched":                {extra("q if regex.match(`^1.10 .*$`, concat(\" \", {r.id | some r in judged}))"), []string{"text_order"}},
		"sorted compared with unsorted":        {extra("q contains r.id if {\n\tsome r in judged\n\tsort([lower(r.id), r.level]) == [lower(r.id), r.level]\n}"), []string{"text_order"}},
		"… a set in a list, compared":          {extra("q contains r.id if {\n\tsome r in judged\n\t[x | some x in {r.id, r.level}] == [r.id, r.level]\n}"), []string{"text_order"}},
		"… asked who is first":                 {extra("q contains r.id if {\n\tsome r in judged\n\t0, r.id in sort([x.id | some x in judged])\n}"), []string{"text_order"}},
		"… asked what follows what":            {extra("q contains r.id if {\n\tsome r in judged\n\tobject.subset(sort([lower(r.id), lower(r.level)]), [lower(r.id), lower(r.level)])\n}"), []string{"text_order"}},
		"… walked through":                     {extra("q contains x if walk([lower(r.id) | some r in judged; some _ in {r.id}], [[0], x])"), []string{"text_order"}},
		"a set in a text, shown":               {extra("q := sprintf(\"%s!\", [lower(concat(\", \", {r.id | some r in judged}))])"), []string{}},
		"sorted compared with sorted":          {extra("q contains r.id if {\n\tsome r in judged\n\tsort([r.id, r.level]) == sort([r.level, r.id])\n}"), []string{}},
		"sorted compared with what is written": {extra("q if sort([r.id | some r in judged]) == [\"a\", \"b\"]"), []string{}},
		"a list as it is, written and split":   {extra("q contains x if {\n\tsome r in judged\n\tx := split(concat(\" \", r.include), \" \")[0]\n}"), []string{}},
		"parts of one text":                    {extra("q contains x if {\n\tsome r in judged\n\tx := split(sprintf(\"%s.%s\", [r.id, r.level]), \".\")[0]\n}"), []string{}},
		"numbers written in order":             {extra("q := split(sprintf(\"%v\", [{count(r.id) | some r in judged}]), \" \")[0]"), []string{}},
		"with":                                 {extra("q := 1 if refs.active with input.context.purpose as \"x\""), []string{"with_outside_tests"}},
	} {
		t.Run(name, func(t *testing.T) {
			found := c.judge(t, inspected(t, x.apply(t))[bypassPath])
			if got := codes(found); !slices.Equal(got, x.codes) {
				t.Errorf("refused by %v, expected %v:\n%+v", got, x.codes, found)
			}
			for _, v := range found {
				if v.Message == "" || v.Fix == "" || v.File == "" || v.Row < 1 || v.Column < 1 {
					t.Errorf("a violation without message, fix or place: %+v", v)
				}
			}
		})
	}
}

// A check must refuse strange METADATA, not stumble over it: an error in a check would judge nothing.
func TestStrangeMetadataIsRefusedByTheChecksThemselves(t *testing.T) {
	c := newChecker(t)
	good := inspected(t, breach{"# title", "# title"}.apply(t))[bypassPath]
	for _, key := range []string{
		"catalogue", "severity", "enforcement", "collections", "reads", "handles", "identity", "controls", "references",
		"message", "fix", "parameters", "effective_on", "allow_empty",
	} {
		for _, value := range []any{nil, true, 1, "", " ", []any{1}, []any{[]any{}}, []any{map[string]any{}}, map[string]any{"a": 1}} {
			p := good
			p.Annotations = []Annotation{good.Annotations[0]}
			p.Annotations[0].Custom = map[string]any{}
			for k, v := range good.Annotations[0].Custom {
				p.Annotations[0].Custom[k] = v
			}
			p.Annotations[0].Custom[key] = value
			if found := c.judge(t, p); len(found) == 0 {
				t.Errorf("custom.%s of %v is accepted", key, fmt.Sprint(value))
			}
		}
	}
}
