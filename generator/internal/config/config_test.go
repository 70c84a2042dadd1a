package config

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/link"
)

func parse(text string) (*Config, string) {
	c, faults := Parse(text)
	var b strings.Builder
	diag.Print(&b, diag.Catalogue(nil).Resolve(faults, func(string) string { return text }))
	return c, b.String()
}

func TestTitleAlone(t *testing.T) {
	c, faults := parse(`title = "手册"`)
	want := &Config{Title: "手册", ID: "site-e0a8c076", TitleAt: diag.Place{File: File, Offset: 8}, Language: "zh-CN", LanguageAt: diag.Place{File: File}, StaleAfter: 12}
	if diff := cmp.Diff(want, c); diff != "" || faults != "" {
		t.Error(diff, faults)
	}
}

func TestAll(t *testing.T) {
	c, faults := parse(`title = "手册"
id = "handbook"
former_ids = ["site-e0a8c076"]
language = "zh-CN"
base_url = "https://wiki.example.com/sales"
edit_url = "https://git.example.com/sales/edit/main/{path}"
report = "mailto:handbook@example.com"
navigation = ["playbooks"]
stale_after = 6
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
		Title: "手册", ID: "handbook", HasID: true, FormerIDs: []string{"site-e0a8c076"}, TitleAt: diag.Place{File: File, Offset: 8}, Language: "zh-CN", LanguageAt: diag.Place{File: File, Offset: 75}, AuthorLanguage: "zh-CN", BaseURL: "https://wiki.example.com/sales/",
		EditURL:    "https://git.example.com/sales/edit/main/{path}",
		Report:     "mailto:handbook@example.com?subject={title}&body={url}%0D%0A%0D%0A{text}",
		Tracks:     []*Track{{ID: "saas", Name: "通用 SaaS", Short: "通用 SaaS", Accent: "plum", At: diag.Place{File: File, Offset: 285}}},
		Stages:     []*Stage{{ID: "newcomer", Name: "新人期", Years: "1–2 年", At: diag.Place{File: File, Offset: 345}}},
		Abilities:  []*Ability{{ID: "technical", Name: "技术理解力"}},
		Navigation: []string{"playbooks"}, StaleAfter: 6,
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
	want := `site.toml:1:1: error: unknown key titel
    did you mean title?
site.toml:2:12: error: base_url "wiki" is not a URL
    write the full URL of the site, such as https://wiki.example.com/sales/
site.toml:4:6: error: "SaaS" is not a valid id
    an id is used as a folder name: write lower-case letters a–z, digits and hyphens
site.toml:6:10: error: unknown accent "pink"
    choose one of teal, indigo, amber, plum, moss, rust, slate
site.toml:10:1: error: name is missing
    add a line ` + "`name = \"…\"`" + `
site.toml:11:6: error: duplicate id b
    give each entry its own id
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// No current or former id can claim another site's data.
func TestSiteIDs(t *testing.T) {
	const help = "    write letters, digits and hyphens\n"
	for line, want := range map[string]string{
		`id = "手册 2"`:                    "",
		`id = "a:b"`:                     `6: error: the id "a:b" contains a colon` + "\n" + help,
		`former_ids = ["a", "b:c"]`:      `20: error: the id "b:c" contains a colon` + "\n" + help,
		`former_ids = ["site-e0a8c076"]`: "15: error: site-e0a8c076 is the current id of the site, not a former id\n    remove it from former_ids\n",
		`former_ids = "a"`:               "14: error: former_ids is text, but must be a list of texts\n    write `former_ids = [\"a\"]`\n",
		`former_id = ["a"]`:              "1: warning: unknown key former_id\n    did you mean former_ids?\n",
	} {
		if want != "" {
			want = "site.toml:2:" + want
		}
		if _, got := parse("title = \"手册\"\n" + line); got != want {
			t.Errorf("%s says\n%swant\n%s", line, got, want)
		}
	}
}

// An address in site.toml is one that a page may link to, or it is refused.
func TestAddresses(t *testing.T) {
	const (
		base   = "\n    write the full URL of the site, such as https://wiki.example.com/sales/\n"
		edit   = "\n    write the URL at which the source is edited, such as https://git.example.com/sales/edit/main/{path}\n"
		report = "\n    write a mail address or a URL, such as mailto:handbook@example.com or https://git.example.com/sales/issues/new?title={title}&body={url} {text}\n"
	)
	for line, want := range map[string]string{
		`base_url = "javascript:alert(1)"`:         `12: error: base_url "javascript:alert(1)" is not a URL` + base,
		`base_url = "//wiki.example.com"`:          `12: error: base_url "//wiki.example.com" is not a URL` + "\n    did you mean https://wiki.example.com?\n",
		`base_url = "https:///sales"`:              `12: error: base_url "https:///sales" is not a URL` + base,
		`base_url = "https://a.example/?p="`:       `12: error: base_url "https://a.example/?p=" is not a URL` + base,
		`base_url = "https://a.example/sales//"`:   "",
		`edit_url = "https://git.example.com/"`:    `12: error: edit_url "https://git.example.com/" is not a URL with {path} in it` + edit,
		`edit_url = "mailto:a@b.example?{path}"`:   `12: error: edit_url "mailto:a@b.example?{path}" is not a URL with {path} in it` + edit,
		`edit_url = "java\tscript:x//y/{path}"`:    `12: error: edit_url "java\tscript:x//y/{path}" is not a URL with {path} in it` + edit,
		`edit_url = "../{path}"`:                   `12: error: edit_url "../{path}" is not a URL with {path} in it` + edit,
		`edit_url = "https://g.example/{pfad}"`:    "12: error: edit_url does not support the placeholder {pfad}\n    the placeholders are {path}\n",
		`report = "javascript:alert({text})"`:      `10: error: report "javascript:alert({text})" is neither a mail address nor a URL` + report,
		`report = "data:text/html,{text}"`:         `10: error: report "data:text/html,{text}" is neither a mail address nor a URL` + report,
		`report = "handbook@example.com"`:          `10: error: report "handbook@example.com" is neither a mail address nor a URL` + "\n    did you mean mailto:handbook@example.com?\n",
		`report = "mailto:handbook"`:               `10: error: report "mailto:handbook" is neither a mail address nor a URL` + report,
		`report = "tel:110"`:                       `10: error: report "tel:110" is neither a mail address nor a URL` + report,
		`report = "https://a.example/?t={titel}"`:  "10: error: report does not support the placeholder {titel}\n    did you mean {title}?\n",
		`report = "https://a.example/?t={author}"`: "10: error: report does not support the placeholder {author}\n    the placeholders are {title}, {url}, {text}\n",
		`report = "https://a.example/?t={title}"`:  "",
		`report = "https://a.example/faults"`:      "",
		`report = "MAILTO:a@b.example?cc=c"`:       "",
		`edit_ulr = "https://a.example/{path}"`:    "1: warning: unknown key edit_ulr\n    did you mean edit_url?\n",
		`baseurl = "https://a.example/"`:           "1: warning: unknown key baseurl\n    did you mean base_url?\n",
		`reports = "mailto:a@b.example"`:           "1: warning: unknown key reports\n    did you mean report?\n",
		`navigaton = []`:                           "1: warning: unknown key navigaton\n    did you mean navigation?\n",
		`report = 3`:                               "10: error: report is a number, but must be text in quotes\n    write `report = \"3\"`\n",
	} {
		if want != "" {
			want = "site.toml:2:" + want
		}
		if _, got := parse("title = \"手册\"\n" + line); got != want {
			t.Errorf("%s says\n%swant\n%s", line, got, want)
		}
	}
}

// The style sheet defines every accent, and no others.
func TestAccentsMatchTheStyleSheet(t *testing.T) {
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

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`title = "手册"`, "title = \"a\"\nbase_url = \"https://a.example\"\n[[tracks]]\nid = \"a\"\nname = \"b\"\naccent = \"plum\"\n[[stages]]\nid = \"c\"\nname = \"d\"\n",
		"base_url = \"javascript:alert(1)//\"", "edit_url = \"java\\tscript://{path}\"\nreport = \"\\u0001data://{text}\"", "tracks = 1\nstages = [1]\n[abilities]\nid = 2", "title = “手册”", "id = \"\"\nlanguage = \"\\u0000\"",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "") // nothing else is read from a file
		c, faults := Parse(text)
		for _, fault := range faults {
			if fault.Offset < -1 || fault.Offset > len(text) || fault.File != File {
				t.Fatalf("%v is outside of the text", fault)
			}
		}
		if c == nil || c.BaseURL != "" && !regexp.MustCompile(`^https?://[^/].*/$`).MatchString(c.BaseURL) {
			t.Fatalf("%q gives %+v", text, c)
		}
		if c.EditURL != "" && !link.IsWeb(c.EditURL) || c.Report != "" && (link.Scheme(c.Report) == "" || !link.IsSafe(c.Report)) {
			t.Fatalf("%q gives %+v", text, c)
		}
		if slices.ContainsFunc(faults, func(f diag.Fault) bool { return f.Severity == diag.Error }) {
			return
		}
		for _, track := range c.Tracks {
			if !validID.MatchString(track.ID) || c.Track(track.ID) != track || !slices.Contains(Accents(), track.Accent) {
				t.Fatalf("%q gives the track %+v", text, track)
			}
		}
	})
}
