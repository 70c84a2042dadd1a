package assessment

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/link"
)

const valid = `title = "自测"
summary = "两道题"
[[profiles]]
id = "newcomer"
name = "新人期"
[[scales]]
id = "a"
name = "甲"
text = "说明"
link = "../a.md"
expect = { newcomer = 40 }
[[scales]]
id = "b"
name = "乙"
[[questions]]
group = "第一组"
text = "一？"
[[questions.answers]]
text = "是"
points = { a = 2, b = 0.5 }
[[questions.answers]]
text = "否"
[[questions]]
group = "第一组"
text = "二？"
[[questions.answers]]
text = "多"
points = { a = 1 }
[[questions.answers]]
text = "少"
points = { b = 1 }
`

func TestParse(t *testing.T) {
	a, faults := Parse("content/assessments/a.toml", valid)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	got, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"title":"自测","scales":[{"id":"a","name":"甲","expect":{"newcomer":40}},{"id":"b","name":"乙","expect":{}}],` +
		`"profiles":[{"id":"newcomer","name":"新人期"}],"questions":[` +
		`{"text":"一？","answers":[{"text":"是","points":{"a":2,"b":0.5}},{"text":"否","points":{}}]},` +
		`{"text":"二？","answers":[{"text":"多","points":{"a":1}},{"text":"少","points":{"b":1}}]}],"record":null}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Error(diff)
	}
	if a.Questions[0].Group != "第一组" || a.Questions[1].Group != "" {
		t.Error("a group stands over its first question alone")
	}
	if most := []float64{a.Most(a.Scales[0]), a.Most(a.Scales[1])}; most[0] != 3 || most[1] != 1.5 {
		t.Errorf("the scales can get %v points", most)
	}
	if a.Radar() != nil {
		t.Error("two scales make no radar")
	}
}

func TestFaults(t *testing.T) {
	for _, test := range []struct{ name, from, to, want string }{
		{"a question with one answer", "[[questions.answers]]\ntext = \"否\"\n", "",
			`a.toml:18:13: error: the question has only one answer
    a question needs at least two answers: add another one`},
		{"a question twice", "二？", " 一？",
			`a.toml:25:8: warning: duplicate text of the question
    write how the two differ: browsers save a reader's answers under these texts`},
		{"an answer twice", `"否"`, `"是"`,
			`a.toml:22:8: warning: duplicate text of the answer
    write how the two differ: browsers save a reader's answers under these texts`},
		{"an unknown scale", "b = 0.5", "c = 0.5",
			`a.toml:20:19: error: unknown scale c
    the known ones are a, b`},
		{"a misspelt profile", "newcomer = 40", "newcommer = 40",
			`a.toml:11:12: error: unknown profile newcommer
    did you mean newcomer?`},
		{"points below zero", "b = 1 }", "b = -1 }",
			`a.toml:31:16: error: -1 is not a number of 0 or more
    give points to answers that count for a scale, and none to other answers`},
		{"more than everything", "newcomer = 40", "newcomer = 140",
			`a.toml:11:10: error: the expected result of newcomer is 140 %, more than 100 %
    write a percentage of the highest possible score, at most 100`},
		{"two scales of one name", `id = "b"`, `id = "a"`,
			`a.toml:13:6: error: duplicate scale a
    change one of the two ids
a.toml:20:19: error: unknown scale b
    the known ones are a, a
a.toml:31:12: error: unknown scale b
    the known ones are a, a`},
		{"a scale without answers", "[[questions]]\ngroup", "[[scales]]\nid = \"c\"\nname = \"丙\"\n[[questions]]\ngroup",
			`a.toml:16:6: error: no answer gives points for the scale c
    give points for it in an answer: points = { c = 1 }`},
		{"no questions", valid[strings.Index(valid, "[[questions]]"):], "",
			`a.toml:1:1: error: questions is missing
    add ` + "`[[questions]]` at the end"},
		{"an unknown key", `summary = "两道题"`, `sumary = "两道题"`,
			`a.toml:2:1: warning: unknown key sumary
    did you mean summary?`},
		{"points that are no table", "points = { b = 1 }", "points = 1",
			"a.toml:31:10: error: points is a number, but must be a table\n    write `[points]`"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := strings.Replace(valid, test.from, test.to, 1)
			if text == valid {
				t.Fatal("nothing was replaced")
			}
			_, faults := Parse("a.toml", text)
			var b strings.Builder
			diag.Print(&b, diag.Catalogue(nil).Resolve(faults, func(string) string { return text }))
			if diff := cmp.Diff(test.want, strings.TrimSuffix(b.String(), "\n")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRadar(t *testing.T) {
	a := &Assessment{
		Scales:   []*Scale{{ID: "a", Expect: map[string]float64{"p": 40}}, {ID: "b", Expect: map[string]float64{"p": 100}}, {ID: "c"}},
		Profiles: []*Profile{{ID: "p"}},
	}
	r := a.Radar()
	if want := "0,-40 86.6,50 0,0"; r.Profiles[0] != want {
		t.Errorf("the profile is %s, not %s", r.Profiles[0], want)
	}
	if r.Rings[3] != "0,-100 86.6,50 -86.6,50" || r.Axes[1].Anchor != "start" || r.Axes[0].Anchor != "middle" {
		t.Errorf("the radar is %+v", r)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(valid)
	f.Add(strings.Replace(valid, "../a.md", "java\\tscript:x", 1))
	f.Add("title = \"a\"\nquestions = [1]\n[[scales]]\nid = \"__proto__\"\nname = \"<script>\"\nlink = \"javascript:x\"\nexpect = { a = nan }\n[record]\nfields = []\n")
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "") // only valid UTF-8 is read from a file
		a, faults := Parse("content/assessments/a.toml", text)
		for _, fault := range faults {
			if fault.Offset < -1 || fault.Offset > len(text) {
				t.Fatalf("%v is outside of the text", fault)
			}
		}
		if a == nil || slices.ContainsFunc(faults, func(f diag.Fault) bool { return f.Severity == diag.Error }) {
			return
		}
		if data, err := json.Marshal(a); err != nil || !json.Valid(data) {
			t.Fatalf("%q: %v", text, err)
		}
		for _, scale := range a.Scales {
			if scale.Link != nil && !link.IsSafe(scale.Link.Destination) {
				t.Fatalf("%q leads to %s", text, scale.Link.Destination)
			}
		}
	})
}

// A record without fields has an empty list of them: the script of the page calls the
// methods of a list, which null does not have.
func TestRecordWithoutFieldsHasAnEmptyList(t *testing.T) {
	a, faults := Parse("a.toml", valid+"[record]\nevidence = \"看到了什么\"\n")
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	data, err := json.Marshal(a.Record)
	if want := `{"fields":[],"evidence":"看到了什么"}`; err != nil || string(data) != want {
		t.Errorf("the record is %s, %v, want %s", data, err, want)
	}
}
