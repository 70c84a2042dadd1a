package build

import (
	"fmt"
	"net/url"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Names that some system forbids, or treats as equal to another, are faults.
func TestNames(t *testing.T) {
	tests := []struct{ names, want string }{
		{"A.md a.md", `content/a.md:1:1: error: content/A.md is published at A.html and content/a.md at a.html, which is the same address on Windows and macOS
    rename one of the two so that the names differ in more than case or Unicode normalization of accents
`},
		{"X/a.md x/b.md", `content/x/b.md:1:1: error: content/X/a.md is published in the folder X and content/x/b.md in x, which is the same folder on Windows and macOS
    rename one of the two folders so that the names differ in more than case or Unicode normalization of accents
`},
		{"X/y/a.md x/y/b.md", `content/x/y/b.md:1:1: error: content/X/y/a.md is published in the folder X and content/x/y/b.md in x, which is the same folder on Windows and macOS
    rename one of the two folders so that the names differ in more than case or Unicode normalization of accents
`},
		{"caf\u00e9.md cafe\u0301.md", "content/caf\u00e9.md:1:1: error: content/cafe\u0301.md is published at cafe\u0301.html and content/caf\u00e9.md at caf\u00e9.html, which is the same address on Windows and macOS\n" +
			"    rename one of the two so that the names differ in more than case or Unicode normalization of accents\n"},
		{"con.md Aux.tar.gz com1.md lpt³.png nul", `content/Aux.tar.gz:1:1: error: Aux is the name of a device on Windows, with any extension
    choose another name: Windows does not allow a file with this name
content/com1.md:1:1: error: com1 is the name of a device on Windows, with any extension
    choose another name: Windows does not allow a file with this name
content/con.md:1:1: error: con is the name of a device on Windows, with any extension
    choose another name: Windows does not allow a file with this name
content/lpt³.png:1:1: error: lpt³ is the name of a device on Windows, with any extension
    choose another name: Windows does not allow a file with this name
content/nul:1:1: error: nul is the name of a device on Windows, with any extension
    choose another name: Windows does not allow a file with this name
`},
		{"prn/a.md", `content/prn/a.md:1:1: error: prn is the name of a device on Windows, with any extension
    choose another name: Windows does not allow a file with this name
`},
		{"a:b.md c|d<e>.md 何？.md", `content/a:b.md:1:1: error: the name "a:b.md" has the character :, which Windows does not allow
    rename it without this character; the full-width ： is allowed
content/c|d<e>.md:1:1: error: the name "c|d<e>.md" has the character |, which Windows does not allow
    rename it without this character; the full-width ｜ is allowed
`},
		{"conference.md com.md com10.md a/com1x.md nulls.md", ""},
		{"a. b./c.md", `content/a.:1:1: error: the name "a." ends in a dot or a space
    rename it without the dot or space: Windows strips a trailing dot or space
content/b./c.md:1:1: error: the name "b." ends in a dot or a space
    rename it without the dot or space: Windows strips a trailing dot or space
`},
		{"a\u00a0b.md", ""},
		{"a\u202eb.md 词\u200b.png x\u2066/c.md", `content/a\u202eb.md:1:1: warning: the name "a\u202eb.md" has the invisible character U+202E
    rename it without this character: the name is not what it looks like
content/x\u2066/c.md:1:1: warning: the name "x\u2066" has the invisible character U+2066
    rename it without this character: the name is not what it looks like
content/词\u200b.png:1:1: warning: the name "词\u200b.png" has the invisible character U+200B
    rename it without this character: the name is not what it looks like
`},
		{"a\tb.md", "content/a\\tb.md:1:1: error: the name \"a\\tb.md\" has a control character\n    rename it without this character\n"},
	}
	for _, test := range tests {
		t.Run(test.names, func(t *testing.T) {
			files := map[string]string{"site.toml": `title = "手册"`}
			for _, name := range strings.Split(test.names, " ") {
				files["content/"+name] = "正文\n"
			}
			tree, got := buildOnce(t, files)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if (tree == nil) != strings.Contains(test.want, "error: ") {
				t.Error("there is a tree:", tree != nil)
			}
		})
	}
	_, got := buildOnce(t, map[string]string{"site.toml": `title = "手册"`, "content/空 格 ": "x"})
	want := "content/空 格 :1:1: error: the name \"空 格 \" ends in a dot or a space\n    rename it without the dot or space: Windows strips a trailing dot or space\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A name that some system forbids is reported once, at the place that asks for it, along
// with all other faults.
func TestNamesOfAllKinds(t *testing.T) {
	long := strings.Repeat("长", 90)
	_, got := buildOnce(t, map[string]string{
		"site.toml":                      "title = \"手册\"\n[[tracks]]\nid = \"con\"\nname = \"甲\"\n[[stages]]\nid = \"lpt1\"\nname = \"乙\"\n",
		"content/a.md":                   "+++\naliases = [\"CON.html\", \"aux/x.html\", \"b .html\", \"" + long + ".html\"]\n+++\n[丙](none.md)\n",
		"content/b.md":                   "+++\naliases = [\"" + strings.Repeat("a/", 450) + "b.html\"]\n+++\n丁\n",
		"content/d.md":                   "+++\ndraft = true\naliases = [\"a:b.html\"]\n+++\n戊\n",
		"content/prn.md":                 "+++\ndraft = true\n+++\n己\n",
		"content/aux/1.md":               "# 庚\n",
		"content/aux/2.md":               "# 辛\n",
		"content/goals/con/nul.toml":     "\n",
		"content/company/x\u200b/nul.md": "壬",
	})
	const windows = " on Windows, with any extension\n    choose another name: Windows does not allow a file with this name\n"
	want := `content/a.md:2:12: error: CON is the name of a device` + windows +
		`content/a.md:2:38: error: the name "b .html" has a space before its extension
    rename it without this space: it is invisible, and some programs on Windows strip it
content/a.md:2:49: error: the address contains a name of 275 bytes; file systems allow at most 255
    choose a shorter name; a Chinese character has 3 bytes
content/a.md:4:1: error: there is no file content/none.md
    correct the path, or create the file
content/aux/1.md:1:1: error: aux is the name of a device` + windows +
		`content/b.md:2:12: error: the address has 906 bytes; macOS allows at most 900
    choose shorter names or fewer folders; a Chinese character has 3 bytes
content/company/x\u200b/nul.md:1:1: error: nul is the name of a device` + windows +
		`content/company/x\u200b/nul.md:1:1: warning: the name "x\u200b" has the invisible character U+200B
    rename it without this character: the name is not what it looks like
content/goals/con/nul.toml:1:1: error: con is the name of a device` + windows +
		`content/goals/con/nul.toml:1:1: error: nul is the name of a device` + windows +
		`content/goals/con/nul.toml:1:1: warning: the file is empty
    write something, or delete the file
content/prn.md:1:1: error: prn is the name of a device` + windows +
		`site.toml:3:6: error: con is the name of a device` + windows +
		`site.toml:6:6: error: lpt1 is the name of a device` + windows
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A name that is too long with .html is cut at a character, and links lead to the shortened
// name.
func TestLongNames(t *testing.T) {
	long, shorter := strings.Repeat("长", 83), strings.Repeat("长", 76) // 249 and 228 bytes
	tree, faults := buildOnce(t, map[string]string{
		"site.toml":                         `title = "手册"`,
		"content/" + long + ".md":           "# 一\n",
		"content/" + long + "a.md":          "# 二\n",
		"content/" + long + long + "/图.png": "x",
		"content/" + shorter + ".md":        "# 三\n",
		"content/a.md":                      "[一](" + long + ".md) [二](" + long + "a.md) ![图](" + long + long + "/图.png)\n",
	})
	if faults != "" {
		t.Fatal(faults)
	}
	first, second, folder := shorter+"-c090c4a8eeb61552.html", shorter+"-ec135e0d9f6605a9.html", shorter+"长长-92246232b1b731ef/图.png"
	var names []string
	for _, path := range tree.Paths() {
		if strings.HasPrefix(path, "长") {
			names = append(names, path)
		}
	}
	if diff := cmp.Diff([]string{first, second, shorter + ".html", folder}, names); diff != "" {
		t.Error(diff)
	}
	want := fmt.Sprintf(`<h1>a</h1><p><a href="%s">一</a> <a href="%s">二</a> <img src="%s/%s" alt="图" decoding="async"></p>`+"\n",
		url.PathEscape(first), url.PathEscape(second), url.PathEscape(path.Dir(folder)), url.PathEscape("图.png"))
	if diff := cmp.Diff(want, page(t, tree, "a.html")); diff != "" {
		t.Error(diff)
	}
}
