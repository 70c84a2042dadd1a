package config

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/diag"
)

func parse(text string) (*Config, string) {
	c, faults := Parse(text)
	var b strings.Builder
	diag.Print(&b, diag.Resolve(faults, func(string) string { return text }))
	return c, b.String()
}

func TestTitleAlone(t *testing.T) {
	c, faults := parse(`title = "手册"`)
	want := &Config{Title: "手册", ID: "site-e0a8c076", Language: "zh-CN"}
	if diff := cmp.Diff(want, c); diff != "" || faults != "" {
		t.Error(diff, faults)
	}
}

func TestAll(t *testing.T) {
	c, faults := parse(`title = "手册"
id = "handbook"
language = "zh-CN"
base_url = "https://wiki.example.com/sales"
navigation = ["playbooks"]
[[tracks]]
id = "saas"
name = "通用 SaaS"
accent = "plum"
[[stages]]
id = "newcomer"
name = "新人期"
years = "1–2 年"
[[abilities]]
id = "technical"
name = "技术理解力"
`)
	want := &Config{
		Title: "手册", ID: "handbook", Language: "zh-CN", Named: "zh-CN", BaseURL: "https://wiki.example.com/sales/",
		Tracks:     []*Track{{ID: "saas", Name: "通用 SaaS", Short: "通用 SaaS", Accent: "plum"}},
		Stages:     []*Stage{{ID: "newcomer", Name: "新人期", Years: "1–2 年"}},
		Abilities:  []*Ability{{ID: "technical", Name: "技术理解力"}},
		Navigation: []string{"playbooks"},
	}
	if diff := cmp.Diff(want, c); diff != "" || faults != "" {
		t.Error(diff, faults)
	}
	if c.Track("saas") != c.Tracks[0] || c.Track("none") != nil || c.Stage("newcomer") != c.Stages[0] || c.Ability("x") != nil {
		t.Error("look-ups by id do not find what they should")
	}
}

func TestFaults(t *testing.T) {
	_, got := parse(`titel = "手册"
base_url = "wiki"
[[tracks]]
id = "SaaS"
name = "a"
accent = "pink"
[[tracks]]
id = "b"
name = "b"
[[tracks]]
id = "b"
`)
	want := `site.toml:1:1: error: title is missing
    add a line ` + "`title = …`" + `
site.toml:1:1: warning: unknown key titel
    did you mean title?
site.toml:2:12: error: base_url "wiki" is not an address
    write the whole address that the site will have, such as https://wiki.example.com/sales/
site.toml:4:6: error: "SaaS" cannot be an id
    an id is a folder's name: lower-case letters a–z, digits and hyphens
site.toml:6:10: error: there is no accent "pink"
    choose one of teal, indigo, amber, plum, moss, rust, slate
site.toml:10:1: error: name is missing
    add a line ` + "`name = …`" + `
site.toml:11:6: error: the id b is given twice
    give each entry an id of its own
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The names of the accents stand in the style sheet too.
func TestAccentsAreThoseOfTheStyleSheet(t *testing.T) {
	css, err := os.ReadFile("../../../static/styles/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, m := range regexp.MustCompile(`\[data-accent="?([a-z]+)"?\]`).FindAllStringSubmatch(string(css), -1) {
		if !slices.Contains(names, m[1]) {
			names = append(names, m[1])
		}
	}
	slices.Sort(names)
	want := slices.Sorted(slices.Values(Accents()))
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
}
