package content

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/text/encoding/simplifiedchinese"

	"cairn/generator/internal/diag"
)

// report returns faults of a text as the command line prints them.
func report(text string, faults []diag.Fault) string {
	var b strings.Builder
	diag.Print(&b, diag.Catalogue(nil).Resolve(faults, func(string) string { return text }))
	return b.String()
}

func TestList(t *testing.T) {
	site := fstest.MapFS{}
	for _, name := range []string{
		"site.toml", "content/index.md", "content/goals/saas/newcomer.toml", "content/goals/index.md", "content/glossary.toml",
		"content/calendar/2027.toml", "content/img/a.png", "content/notes.toml",
		"content/index.md~", "content/.index.md.swp", "content/4913", "content/.DS_Store", "content/.git/config", "content/~$a.md",
	} {
		site[name] = &fstest.MapFile{}
	}
	site["content/odd.md"] = &fstest.MapFile{Mode: fs.ModeDir}
	site["content/link.md"] = &fstest.MapFile{Mode: fs.ModeSymlink, Data: []byte("index.md")}
	site["content/pipe"] = &fstest.MapFile{Mode: fs.ModeNamedPipe}
	entries, faults := List(site)
	want := []Entry{
		{Path: "content/calendar/2027.toml", Kind: Calendar}, {Path: "content/glossary.toml", Kind: Glossary}, {Path: "content/goals/index.md", Kind: Page},
		{Path: "content/goals/saas/newcomer.toml", Kind: Goal}, {Path: "content/img/a.png", Kind: Asset}, {Path: "content/index.md", Kind: Page}, {Path: "content/link.md", Kind: Page, Linked: true}, {Path: "content/notes.toml", Kind: Asset},
	}
	if diff := cmp.Diff(want, entries); diff != "" {
		t.Error(diff)
	}
	wantFaults := `content/odd.md:1:1: warning: the folder odd.md is named like a page
    rename it without .md
content/pipe:1:1: error: neither a file nor a folder
    replace it with a regular file, or remove it
`
	if diff := cmp.Diff(wantFaults, report("", faults)); diff != "" {
		t.Error(diff)
	}
	if entries, faults := List(fstest.MapFS{"site.toml": {}}); len(entries) > 0 || len(faults) > 0 {
		t.Error("a site without content/ has", entries, faults)
	}
}

func TestReadText(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("第一行\n续约风险，要提前看。")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, data, text, fault string }{
		{"line ends and a mark", "\ufeff一\r\n二\r三\n", "一\n二\n三\n", ""},
		{"GBK", gbk, "", "f.md:1:1: error: the file is not UTF-8, it looks like GB18030 (GBK)\n" +
			"    save it as UTF-8 in your editor, or run: iconv -f GB18030 -t UTF-8 'f.md' > fixed && mv fixed 'f.md'\n"},
		{"UTF-16", "\xff\xfea\x00", "", "f.md:1:1: error: the file is not UTF-8, it looks like UTF-16 (little-endian)\n" +
			"    save it as UTF-8 in your editor, or run: iconv -f UTF-16LE -t UTF-8 'f.md' > fixed && mv fixed 'f.md'\n"},
		{"one bad byte", "一\r\n好\xff的", "一\n好\xff的", "f.md:2:2: error: the file is not UTF-8: invalid byte 0xFF\n" +
			"    save the file as UTF-8, or delete the character\n"},
		{"a replacement character is a character", "好\uFFFD", "好\uFFFD", ""},
		{"NUL", "ab\x00", "ab\x00", "f.md:1:3: error: control character U+0000: not allowed in a page\n    delete it, or save the file again as UTF-8 text\n"},
		{"too large", strings.Repeat("a", MaxSize+1), "", "f.md:1:1: error: the file has 1048577 bytes, more than the limit of 1048576 (1 MiB)\n" +
			"    split it into several files\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text, faults := ReadText(fstest.MapFS{"f.md": {Data: []byte(test.data)}}, "f.md")
			if diff := cmp.Diff(test.text, text); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.fault, report(text, faults)); diff != "" {
				t.Error(diff)
			}
		})
	}
	site := refusing{fstest.MapFS{"content/secret.md": {}, "content/folder/a.md": {}, "content/device": {Mode: fs.ModeDevice}}}
	_, faults := ReadText(site, "content/secret.md")
	_, more := List(site)
	const help = "    check that you have permission to read it\n"
	refused := "content/device:1:1: error: neither a file nor a folder\n    replace it with a regular file, or remove it\n" +
		"content/folder:1:1: error: cannot be read: permission denied\n" + help + "content/secret.md:1:1: error: cannot be read: permission denied\n" + help
	if diff := cmp.Diff(refused, report("", append(faults, more...))); diff != "" {
		t.Error(diff)
	}
	_, faults = ReadText(fstest.MapFS{}, "gone.md")
	want := "gone.md:1:1: error: there is no such file\n    put it back, or build again\n"
	if diff := cmp.Diff(want, report("", faults)); diff != "" {
		t.Error(diff)
	}
}

// refusing is a site with a file and a folder that cannot be read for lack of permission.
type refusing struct{ fstest.MapFS }

func (r refusing) Open(name string) (fs.File, error) {
	if name == "content/secret.md" || name == "content/folder" {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return r.MapFS.Open(name)
}

func (r refusing) Stat(name string) (fs.FileInfo, error) { return r.MapFS.Stat(name) }

func (r refusing) ReadFile(name string) ([]byte, error) { return fs.ReadFile(struct{ fs.FS }{r}, name) }

func (r refusing) ReadDir(name string) ([]fs.DirEntry, error) {
	return fs.ReadDir(struct{ fs.FS }{r}, name)
}

func TestFrontMatter(t *testing.T) {
	text := `+++
title = "通用 SaaS"
tags = ["续约", "客户成功"]
weight = 10
updated = 2026-11-20
[[steps]]
month = 3
title = "产品穿透"
anchor = "产品穿透"
today = ["看一遍 Demo"]
+++
正文
`
	m, body, faults := ParseFrontMatter("p.md", text)
	want := &FrontMatter{
		Title: "通用 SaaS", Tags: []string{"续约", "客户成功"}, Weight: 10, Updated: "2026-11-20",
		Steps: []Step{{Week: -1, Month: 3, Task: Task{Title: "产品穿透", Anchor: "产品穿透", Today: []string{"看一遍 Demo"}}}},
	}
	ignore := cmp.Options{cmpopts.IgnoreUnexported(FrontMatter{}), cmpopts.IgnoreFields(Task{}, "AnchorAt")}
	if diff := cmp.Diff(want, m, ignore); diff != "" || len(faults) > 0 || text[body:] != "正文\n" {
		t.Error(diff, report(text, faults), text[body:])
	}
}

func TestFrontMatterFaults(t *testing.T) {
	tests := []struct{ name, text, body, fault string }{
		{"no front matter", "正文", "正文", ""},
		{"a thematic break", "---\n\n正文\n\n---\n", "---\n\n正文\n\n---\n", ""},
		{"unclosed", "+++\ntitle = \"a\"\n", "", "p.md:1:1: error: the front matter has no closing +++\n    put a line +++ after its last key\n"},
		{"only the fence", "+++", "", "p.md:1:1: error: the front matter has no closing +++\n    put a line +++ after its last key\n"},
		{"empty", "+++\n+++\n正文", "正文", ""},
		{"YAML", "---\ntitle: a\n---\n正文", "正文",
			"p.md:1:1: error: front matter between --- lines is YAML, but Cairn reads TOML\n    write it as TOML:\n    +++\n    title = \"a\"\n    +++\n"},
		{"a misspelt key", "+++\ntitel = \"a\"\n+++\n", "", "p.md:2:1: warning: unknown key titel\n    did you mean title?\n"},
		{"a key twice", "+++\ntitle = \"a\"\ntitle = \"b\"\n+++\n", "",
			"p.md:3:1: error: duplicate key title\n    remove one of the two\n"},
		{"a step that ends twice", "+++\n[[steps]]\nweek = 4\nmonth = 3\ntitle = \"a\"\n[[steps]]\nweek = 0\ntitle = \"b\"\n[[steps]]\nmonth = 1\ntitle = \"c\"\n[[steps]]\nmonth = 1\nweek = 0\ntitle = \"d\"\n+++\n", "",
			"p.md:4:9: error: the step has both a week and a month\n    remove one of the two: the step ends once\n" +
				"p.md:13:9: error: the step has both a week and a month\n    remove one of the two: the step ends once\n"},
		{"a long aim", "+++\naim = \"技术人天，分得 5–8 家服\"\n+++\n", "",
			"p.md:2:7: warning: the aim is 12 characters wide, and a cell of the map has room for 10\n    say the one thing that this cell is about, without its track and stage; two Latin letters or digits count as one character\n"},
		{"a short aim", "+++\naim = \"签下 5–8 家，POC 有\"\n+++\n", "", ""},
		{"joined tags", "+++\ntags = [\"续约、增购\"]\n+++\n", "",
			"p.md:2:9: warning: the tag \"续约、增购\" looks like several tags\n    put each tag in its own quotes: \"续约\", \"增购\"\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, body, faults := ParseFrontMatter("p.md", test.text)
			if diff := cmp.Diff(test.fault, report(test.text, faults)); diff != "" {
				t.Error(diff)
			}
			if got := test.text[body:]; got != test.body {
				t.Errorf("the body is %q, not %q", got, test.body)
			}
		})
	}
}

// For any text, the body and all faults begin within the text.
func FuzzParseFrontMatter(f *testing.F) {
	for _, seed := range []string{"+++\ntitle = \"a\"\n+++\nb", "---\na: b\n---\n", "+++", "+++\n[[steps]]\nmonth=3\n+++"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, body, faults := ParseFrontMatter("p.md", text)
		if body < 0 || body > len(text) {
			t.Fatalf("the body begins at %d of %d", body, len(text))
		}
		for _, fault := range faults {
			if fault.Offset < 0 || fault.Offset > len(text) {
				t.Fatalf("%v is outside of the text", fault)
			}
		}
	})
}

func TestAbsence(t *testing.T) {
	tests := []struct {
		front string
		want  [3]Absence // on 2027-01-30, 2027-01-31 and 2027-02-01
	}{
		{"", [3]Absence{"", "", ""}},
		{"draft = true", [3]Absence{Draft, Draft, Draft}},
		{"draft = false", [3]Absence{"", "", ""}},
		{"publish = 2027-01-31", [3]Absence{Early, "", ""}},
		{"expires = 2027-01-31", [3]Absence{"", "", Expired}},
		{"publish = 2027-01-31\nexpires = 2027-01-31", [3]Absence{Early, "", Expired}},
		{"draft = true\nexpires = 2027-01-31", [3]Absence{Draft, Draft, Draft}},
	}
	for _, test := range tests {
		m, _, faults := ParseFrontMatter("p.md", "+++\n"+test.front+"\n+++\n")
		if got := [3]Absence{m.Absence("2027-01-30"), m.Absence("2027-01-31"), m.Absence("2027-02-01")}; got != test.want || len(faults) > 0 {
			t.Errorf("%q gives %q %v", test.front, got, faults)
		}
	}
	text := "+++\npublish = 2027-01-31\nexpires = 2027-01-30\ndraft = \"ja\"\n+++\n"
	_, _, faults := ParseFrontMatter("p.md", text)
	want := `p.md:3:11: error: the page expires on 2027-01-30, before its publication on 2027-01-31
    write a later ` + "`expires`" + `, or remove one of the two
p.md:4:9: error: draft is text, but must be true or false
    write ` + "`draft = true`" + `
`
	if diff := cmp.Diff(want, report(text, faults)); diff != "" {
		t.Error(diff)
	}
}
