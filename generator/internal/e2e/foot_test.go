package e2e

import (
	"net/url"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/build"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/jstest"
	"cairn/generator/internal/output"
)

// buildFiles builds a site of a few files with the layouts of this repository.
func buildFiles(t *testing.T, files map[string]string) *output.Tree {
	t.Helper()
	source := fstest.MapFS{}
	for name, text := range files {
		source[name] = &fstest.MapFile{Data: []byte(text)}
	}
	result := build.New(source, os.DirFS(root)).Build(build.Options{Today: "2026-11-23"})
	if result.Tree == nil || len(result.Diagnostics) > 0 {
		var b strings.Builder
		diag.Print(&b, result.Diagnostics)
		t.Fatal(b.String())
	}
	return result.Tree
}

var footSite = map[string]string{
	"site.toml":            "title = \"手册\"\nreport = \"mailto:handbook@example.com\"\nedit_url = \"https://git.example.com/{path}\"",
	"content/a/新 页.md":     "+++\ntitle = \"新 & 页\"\naliases = [\"old/旧 页.html\"]\nupdated = 2026-11-20\n+++\n续约要 **提前 90 天**&“看”。\n\n" + strings.Repeat("长", 130) + "\n",
	"content/old/other.md": "# 别的\n",
}

// The page at a former address leads to the new one over http and from the disk. Only keeping
// the query and the fragment needs a script.
func TestFormerAddressRedirects(t *testing.T) {
	tree := buildFiles(t, footSite)
	for name, base := range map[string]string{"sub-path": hostTree(t, tree, "/sub/path/"), "file": diskTree(t, tree)} {
		t.Run(name, func(t *testing.T) {
			b := browsertest.New(t, base)
			b.Open("old/%E6%97%A7%20%E9%A1%B5.html")
			b.Arrive(`document.documentElement.dataset.page === "a/新 页.html" && location.hash === ""`)
			for _, there := range []struct{ search, hash string }{{"?x=1", "#一节"}, {"", "#一节"}, {"?x=1", ""}} {
				b.Open("old/%E6%97%A7%20%E9%A1%B5.html" + there.search + there.hash)
				b.Arrive(`document.documentElement.dataset.page === "a/新 页.html" && decodeURIComponent(location.hash) === ` + quote(there.hash) + ` && location.search === ` + quote(there.search))
			}
		})
	}
}

// A report contains the page's title, its address and the text that the reader selected.
func TestReportHasPageAndSelection(t *testing.T) {
	tree := buildFiles(t, footSite)
	const page = "a/%E6%96%B0%20%E9%A1%B5.html"
	for name, base := range map[string]string{"http": hostTree(t, tree, "/sub/"), "file": diskTree(t, tree)} {
		t.Run(name, func(t *testing.T) {
			where := base + page
			if name == "file" {
				where = "a/新 页.html" // the path alone: the address would show folders of the reader's disk
			}
			b := browsertest.New(t, base)
			b.Open(page)
			mail := func() [2]string {
				browsertest.Eval[bool](b, `(delete window.followed, true)`)
				b.Click("[data-report]")
				b.Await(`window.followed`)
				u, err := url.Parse(browsertest.Eval[string](b, `window.followed`))
				if err != nil || u.Scheme != "mailto" || u.Opaque != "handbook@example.com" {
					t.Fatalf("the report goes to %v %v", u, err)
				}
				return [2]string{u.Query().Get("subject"), u.Query().Get("body")}
			}
			browsertest.Eval[bool](b, `(document.addEventListener("click", (e) => { window.followed = e.target.href; e.preventDefault(); }), true)`)
			mark := func(paragraph string) {
				browsertest.Eval[bool](b, `(getSelection().selectAllChildren(document.querySelector("`+paragraph+`")), true)`)
			}
			for _, want := range []struct{ paragraph, text string }{
				{"", ""},
				{".prose p:first-child", "续约要 提前 90 天&“看”。"},
				{".prose p:last-child", strings.Repeat("长", 120) + "…"},
			} {
				if want.paragraph != "" {
					mark(want.paragraph)
				}
				if got := mail(); got != [2]string{"新 & 页 · 手册", where + "\r\n\r\n" + want.text} {
					t.Errorf("of %q the report says %q", want.paragraph, got)
				}
			}
			browsertest.Eval[bool](b, `(getSelection().removeAllRanges(), true)`)
			if got := mail(); got[1] != where+"\r\n\r\n" {
				t.Errorf("with nothing marked any more the report says %q", got)
			}
		})
	}
}

// The printed page has its date, but no links that only work on screen.
func TestPrintedFoot(t *testing.T) {
	b := browsertest.New(t, hostTree(t, buildFiles(t, footSite), "/"))
	b.Open("a/%E6%96%B0%20%E9%A1%B5.html")
	_, text := pdf(t, b, "A4")
	if !strings.Contains(text, "最后更新2026-11-20") || strings.Contains(text, "编辑此页") || strings.Contains(text, "报告错误") {
		t.Errorf("on paper stands\n%s", text)
	}
}

func TestFillReport(t *testing.T) {
	vm := jstest.Load(t, "../../../static/frame/report.ts")
	const call = `module.fillReport("https://a.example/?t={title}&x={text}&{other}", { title: "甲 & {text}", text: "$& #?+" })`
	got, err := vm.RunString(call)
	if want := "https://a.example/?t=%E7%94%B2%20%26%20%7Btext%7D&x=%24%26%20%23%3F%2B&{other}"; err != nil || got.String() != want {
		t.Errorf("%s is %v %v, want %s", call, got, err, want)
	}
}

func TestExcerpt(t *testing.T) {
	vm := jstest.Load(t, "../../../static/shared/text.ts")
	for expression, want := range map[string]string{
		`module.excerpt("  一\n\n二\t三 ")`:  "一 二 三",
		`module.excerpt("")`:              "",
		`module.excerpt("😀".repeat(120))`: strings.Repeat("😀", 120),
		`module.excerpt("😀".repeat(121))`: strings.Repeat("😀", 120) + "…",
	} {
		got, err := vm.RunString(expression)
		if err != nil || got.String() != want {
			t.Errorf("%s is %v %v, want %s", expression, got, err, want)
		}
	}
}
