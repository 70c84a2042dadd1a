package diag

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestResolve(t *testing.T) {
	texts := map[string]string{"a.md": "一二\n三四五", "b.md": ""}
	faults := []Fault{
		Errorf(WholeFile("b.md"), "whole", "the file is %s", "odd"),
		Errorf(Place{"a.md", 10}, "late", "late").WithHelp("do this\nthen that"),
		Warnf(Place{"a.md", 3}, "early", "early %d %%", 50),
		Errorf(Place{"a.md", 10}, "late", "late").WithHelp("do this\nthen that"),
		Errorf(Place{"a.md", 99}, "beyond", "beyond the end"),
	}
	got := Catalogue(nil).Resolve(faults, func(file string) string { return texts[file] })
	want := []Diagnostic{
		{"a.md", 1, 2, "warning", "early", "early 50 %", "", "一二"},
		{"a.md", 2, 2, "error", "late", "late", "do this\nthen that", "三四五"},
		{"a.md", 2, 4, "error", "beyond", "beyond the end", "", "三四五"},
		{"b.md", 1, 1, "error", "whole", "the file is odd", "", ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if errors, warnings := Count(got); errors != 3 || warnings != 1 {
		t.Errorf("there are %d errors and %d warnings", errors, warnings)
	}
}

func TestPrint(t *testing.T) {
	list := []Diagnostic{{"a.md", 2, 3, "error", "late", "wrong <b>", "do this\nthen that", "三"}, {File: "b.md", Line: 1, Column: 1, Severity: "warning", Message: "odd"}}
	var text, lines strings.Builder
	if err := Print(&text, list); err != nil {
		t.Fatal(err)
	}
	want := "a.md:2:3: error: wrong <b>\n    do this\n    then that\nb.md:1:1: warning: odd\n"
	if diff := cmp.Diff(want, text.String()); diff != "" {
		t.Error(diff)
	}
	if err := PrintJSON(&lines, list[:1]); err != nil {
		t.Fatal(err)
	}
	want = `{"file":"a.md","line":2,"column":3,"severity":"error","code":"late","message":"wrong <b>","help":"do this\nthen that"}` + "\n"
	if diff := cmp.Diff(want, lines.String()); diff != "" {
		t.Error(diff)
	}
}

func TestNearest(t *testing.T) {
	choices := []string{"title", "summary", "续约风险", "saas", "率"}
	for word, want := range map[string]string{"titel": "title", "sumary": "summary", "续约风脸": "续约风险", "sass": "saas", "x": "", "entirely": "", "": "", "天": ""} {
		if got := Nearest(word, choices); got != want {
			t.Errorf("the nearest to %q is %q, not %q", word, got, want)
		}
	}
}

// A file name with invisible characters cannot imitate another name, start a new line of
// output, or move the cursor of a terminal.
func TestVisible(t *testing.T) {
	for text, want := range map[string]string{
		"content/何 a.md": "content/何 a.md", "图　.png": "图　.png", "a\tb\nc": `a\tb\nc`, "a\x1b[2Jb": `a\x1b[2Jb`, "a\u202edm.b": `a\u202edm.b`,
		"a\u200b\u2028\u0085\ufeff": `a\u200b\u2028\u0085\ufeff`, "\xd6\xd0": `\xd6\xd0`, "\uFFFD\uFFFE": "\uFFFD\\ufffe", "😀\U000E0041": "😀\\U000e0041",
	} {
		if got := Visible(text, ""); got != want {
			t.Errorf("%q is shown as %s, want %s", text, got, want)
		}
	}
	forged := "a.md:1:1: error: x\n\u2066content/b.md:1:1: error: y"
	d := Catalogue(nil).Resolve([]Fault{Errorf(WholeFile(forged), "x", "there is no file %s", forged).WithHelp("write %s", forged)}, func(string) string { return "" })[0]
	shown := `a.md:1:1: error: x\n\u2066content/b.md:1:1: error: y`
	want := shown + ":1:1: error: there is no file a.md:1:1: error: x\n    " + shown[len(`a.md:1:1: error: x\n`):] +
		"\n    write a.md:1:1: error: x\n    " + shown[len(`a.md:1:1: error: x\n`):]
	if got := d.String(); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if d.File != forged {
		t.Errorf("the file of the diagnostic is %q", d.File)
	}
}

// Messages quote the author's text unchanged, except that invisible characters are escaped.
func TestSay(t *testing.T) {
	catalogue := Catalogue{"the link %q is removed": "链接 %q 已去掉", "cannot %s: %v": "没能%s：%v", "jump": "跳"}
	for _, test := range []struct {
		text          Text
		english, said string
	}{
		{Textf("the link %q is removed", `C:\x\y.md`), `the link "C:\x\y.md" is removed`, `链接 "C:\x\y.md" 已去掉`},
		{Textf("the link %q is removed", `a "b" \n`), `the link "a "b" \n" is removed`, `链接 "a "b" \n" 已去掉`},
		{Textf("the link %q is removed", "a\n\u200b\xff"), `the link "a\n\u200b\xff" is removed`, `链接 "a\n\u200b\xff" 已去掉`},
		{Textf("the link %q is removed", Textf("jump")), `the link "jump" is removed`, `链接 "跳" 已去掉`},
		{Textf("cannot %s: %v", Textf("jump"), Textf("jump")), "cannot jump: jump", "没能跳：跳"},
		{Textf("%d × %5s|%-3s|", 2, "ab", "c"), "2 ×    ab|c  |", "2 ×    ab|c  |"},
		{Textf("50%"), "50%", "50%"},
	} {
		if got := test.text.Error(); got != test.english {
			t.Errorf("%q says %s, want %s", test.text.Format, got, test.english)
		}
		if got := catalogue.Say(test.text); got != test.said {
			t.Errorf("%q says %s, want %s", test.text.Format, got, test.said)
		}
	}
}
