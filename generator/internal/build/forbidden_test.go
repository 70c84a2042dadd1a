package build

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// forbiddenTexts are files with a character § in all texts that an author can write, by the
// form of an escape in them.
func forbiddenTexts() (markdown, code, toml map[string]string) {
	markdown, code, toml = map[string]string{}, map[string]string{}, map[string]string{}
	for i, text := range []string{
		"# 甲§\n", "甲\n\n## 乙 *丙§*\n", "> - 甲§\n", "|甲|\n|-|\n|§|\n", "![甲§](a.png)\n", "甲[^a]\n\n[^a]: 乙§\n", "甲\n: 乙§\n", "> [!TIP]\n> **§**\n",
	} {
		markdown[fmt.Sprintf("content/%d.md", i)] = text
	}
	markdown["content/company/a.md"] = "甲§\n"
	for i, text := range []string{"```\n甲§\n```\n", "`甲§`\n", "[甲](a.md \"§\")\n", "<!-- § -->\n"} {
		code[fmt.Sprintf("content/code/%d.md", i)] = text
	}
	for i, text := range []string{"title = \"甲§\"\n", "tags = [\"甲\", \"乙§\"]\n", "\"§\" = 1\n", "[[steps]]\nmonth = 1\ntitle = \"甲§\"\n"} {
		toml[fmt.Sprintf("content/front/%d.md", i)] = "+++\n" + text + "+++\n"
	}
	toml["site.toml"] = "title = \"手册\"\nsummary = \"\"\"\n甲§\"\"\"\n"
	toml["content/glossary.toml"] = "[[terms]]\nterm = \"ARR\"\ndefinition = \"经常性§收入\"\n"
	toml["content/calendar/2027.toml"] = "holidays = [{ from = 2027-01-01, to = 2027-01-03, name = \"元旦§\" }]\n"
	toml["content/assessments/a.toml"] = "title = \"自测\"\n[[scales]]\nid = \"a\"\nname = \"甲§\"\n"
	toml["content/goals/a.toml"] = "title = \"目标§\"\n"
	toml["layouts/words.zh.toml"] = "[search]\ntitle = \"搜索§\"\n"
	return markdown, code, toml
}

// A forbidden character is reported at its place, in every text of an author and in every
// way of writing the character, and the site is not published.
func TestForbiddenCharacters(t *testing.T) {
	markdown, code, toml := forbiddenTexts()
	for r, said := range map[rune]string{
		0: "control character U+0000: not allowed in a page", 1: "control character U+0001: not allowed in a page", 0x7F: "control character U+007F: not allowed in a page",
		0x1B: "escape U+001B: not allowed in a page", 0x0B: "vertical tab U+000B: browsers do not show it as a line break", 0x0C: "form feed U+000C: browsers do not show it as a line break",
		0x85: "next line U+0085: browsers do not show it as a line break", 0x2028: "line separator U+2028: browsers do not show it as a line break",
		0x2029: "paragraph separator U+2029: browsers do not show it as a line break", 0xFFFF: "noncharacter U+FFFF: not allowed in a page",
		0xFDD0: "noncharacter U+FDD0: not allowed in a page", 0x1FFFE: "noncharacter U+1FFFE: not allowed in a page", 0x96: "control character U+0096: not allowed in a page",
	} {
		test := func(written string, groups ...map[string]string) {
			files := map[string]string{"site.toml": "title = \"手册\"\n", "content/a.md": "# 甲\n", "content/a.png": ""}
			for _, group := range groups {
				for file, text := range group {
					files[file] = strings.Replace(text, "§", written, 1)
				}
			}
			tree, got := buildOnce(t, files)
			if tree != nil {
				t.Errorf("%q is published", written)
			}
			for _, group := range groups {
				for file, text := range group {
					before, _, _ := strings.Cut(text, "§")
					column := len([]rune(before[strings.LastIndexByte(before, '\n')+1:])) + 1
					want := fmt.Sprintf("%s:%d:%d: error: %s\n", file, strings.Count(before, "\n")+1, column, said)
					if strings.Count("\n"+got, "\n"+want) != 1 {
						t.Errorf("%q: without\n%s: %s", written, want, got)
					}
				}
			}
		}
		test(string(r), markdown, code, toml)
		test(fmt.Sprintf("\\U%08X", r), toml)
		if r != 0 { // it is told as the reference for no character
			test(fmt.Sprintf("&#%d;", r), markdown)
			test(fmt.Sprintf("&#X%x;", r), markdown)
		}
	}
}

// A forbidden character does not hide the other faults of its file, and links to that file
// are not reported as broken.
func TestForbiddenCharactersHideNothing(t *testing.T) {
	_, got := buildOnce(t, map[string]string{
		"site.toml":             "title = \"手册\"\nid = \"x\"\n",
		"content/a.md":          "+++\ntitle = \"甲\u000b\"\ntitel = 1\n+++\n\u2028&#1; [乙](none.md)\n\n## 丙\n",
		"content/b.md":          "[甲](a.md#丙) [词](glossary.toml#arr)\n",
		"content/glossary.toml": "[[terms]]\nterm = \"ARR\"\ndefinition = \"一\u000b\\u000b\"\nse = 1\n",
	})
	var places []string
	for line := range strings.Lines(got) {
		if !strings.HasPrefix(line, " ") {
			places = append(places, strings.TrimSpace(line))
		}
	}
	want := []string{
		"content/a.md:2:11: error: vertical tab U+000B: browsers do not show it as a line break",
		"content/a.md:3:1: warning: unknown key titel",
		"content/a.md:5:1: error: line separator U+2028: browsers do not show it as a line break",
		"content/a.md:5:2: error: control character U+0001: not allowed in a page",
		"content/a.md:5:7: error: there is no file content/none.md",
		"content/glossary.toml:3:16: error: vertical tab U+000B: browsers do not show it as a line break",
		"content/glossary.toml:3:17: error: vertical tab U+000B: browsers do not show it as a line break",
		"content/glossary.toml:4:1: warning: unknown key se",
	}
	if diff := cmp.Diff(want, places); diff != "" {
		t.Error(diff, got)
	}
}

// Faults that a builder keeps from one build to the next follow the current text of the
// file.
func TestForbiddenAndActiveFilesAreMended(t *testing.T) {
	files := fsOf(map[string]string{"site.toml": "title = \"手册\"\nid = \"x\"\n", "content/a.md": "甲\n", "content/a.svg": "<svg><g/></svg>"})
	b := New(files, theme())
	for _, step := range []struct{ file, text, code string }{
		{"content/a.svg", "<svg><g/></svg>", ""}, {"content/a.svg", "<script></script>", "active-file"}, {"content/a.svg", "<svg><g /></svg> ", ""},
		{"content/a.md", "甲\u000b\n", "control-character"}, {"content/a.md", "甲 \n", ""}, {"content/a.md", "甲\u0001\n", "control-character"},
	} {
		files[step.file].Data = []byte(step.text)
		codes := ""
		for _, d := range b.Build(Options{Today: "2026-11-23", Lang: "en"}).Diagnostics {
			codes += d.Code
		}
		if codes != step.code {
			t.Errorf("%s, %q: %s, want %s", step.file, step.text, codes, step.code)
		}
	}
}

// The text that the help proposes has no fault itself.
func TestForbiddenCharactersAreMended(t *testing.T) {
	_, got := buildOnce(t, map[string]string{
		"site.toml":    "title = \"手\u000b册\"\nsummary = \"C:\\new\\foo\"\n",
		"content/a.md": "+++\ntitle = \"甲\u2028乙\"\n+++\n一\u000b二\u0001三\u0096\n",
		"content/b.md": strings.Repeat("甲\u001b\n", 25),
	})
	want := `content/a.md:2:11: error: line separator U+2028: browsers do not show it as a line break
    replace it with a space, or write \n between straight quotes
content/a.md:4:2: error: vertical tab U+000B: browsers do not show it as a line break
    delete it and press Enter; in Markdown press Enter twice for a new paragraph
content/a.md:4:4: error: control character U+0001: not allowed in a page
    delete it; it often comes with text pasted from another program
content/a.md:4:6: error: control character U+0096: not allowed in a page
    delete it; it may stand for – from a file that was not UTF-8
`
	for i := range 20 {
		want += fmt.Sprintf("content/b.md:%d:2: error: escape U+001B: not allowed in a page\n    delete it; it often comes with text pasted from another program\n", i+1)
	}
	want += `content/b.md:21:2: error: more than 20 characters that are not allowed
    delete these first, or save the file again as UTF-8 text
site.toml:1:11: error: vertical tab U+000B: browsers do not show it as a line break
    replace it with a space, or write \n between straight quotes
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for text, want := range map[string]string{
		`title = "手\u000b册"`: "site.toml:1:11: error: vertical tab U+000B: browsers do not show it as a line break\n" +
			"    it is written as \\u000b: write \\n for a line break, \\\\ for a backslash\n",
		`title = "C:\new\foo"`: "site.toml:1:16: error: form feed U+000C: browsers do not show it as a line break\n" +
			"    it is written as \\f: write \\n for a line break, \\\\ for a backslash\n",
		`title = "手\n册"`: "", `title = "C:\\new\\foo"`: "",
	} {
		if _, got := buildOnce(t, map[string]string{"site.toml": text, "content/a.md": "甲"}); got != want {
			t.Errorf("%s: %s", text, got)
		}
	}
}
