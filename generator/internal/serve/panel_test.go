package serve

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/diag"
	"cairn/generator/internal/output"
)

func broken(faults ...diag.Diagnostic) state {
	return state{broken: true, faults: faults, tree: output.New()}
}

func inChinese(s state) state {
	s.words = diag.CatalogueOf("zh")
	return s
}

func TestPanel(t *testing.T) {
	fault := diag.Diagnostic{
		File: "content/a.md", Line: 3, Column: 4, Severity: "error", Code: "broken-link",
		Message: "no page <img src=x onerror=alert(1)>", Help: "mend it\nor not", Source: "看[表]<script>alert(1)</script>",
	}
	warning := diag.Diagnostic{File: "content/b.md", Line: 1, Column: 1, Severity: "warning", Message: "hm"}
	info := diag.Diagnostic{File: "content/b.md", Line: 1, Column: 1, Severity: "info", Message: "you know"}
	tests := []struct {
		name  string
		state state
		want  string
	}{
		{"nothing wrong", state{}, ""},
		{"nothing but worth knowing", state{faults: []diag.Diagnostic{info}}, ""},
		{"an error hides warnings", broken(fault, warning, info), `<section id="cairn-panel" class="cairn-panel cairn-broken" lang="en" aria-labelledby="cairn-title">
<details open>
<summary class="cairn-title"><span id="cairn-title" role="alert">errors: 1; the page is that of the last build without errors</span> <small class="cairn-close">Esc: fold</small></summary>
<ol class="cairn-faults">
<li class="cairn-fault">
<p class="cairn-place">content/a.md:3:4 <b class="cairn-error">error</b></p>
<p class="cairn-message">no page &lt;img src=x onerror=alert(1)&gt;</p>
<pre class="cairn-line">看[表<mark class="cairn-mark">]</mark>&lt;script&gt;alert(1)&lt;/script&gt;</pre>
<p class="cairn-help">mend it
or not</p>
</li>
</ol>
</details>
</section>`},
		{"warnings are shut", inChinese(state{faults: []diag.Diagnostic{warning, info}}), `<section id="cairn-panel" class="cairn-panel" lang="zh-CN" aria-labelledby="cairn-title">
<details>
<summary class="cairn-title"><span id="cairn-title" role="status">1 个警告</span> <small class="cairn-close">按 Esc 收起</small></summary>
<ol class="cairn-faults">
<li class="cairn-fault">
<p class="cairn-place">content/b.md:1:1 <b class="cairn-warning">警告</b></p>
<p class="cairn-message">hm</p>
</li>
</ol>
</details>
</section>`},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, newPanel(test.state).html()); diff != "" {
			t.Errorf("%s:\n%s", test.name, diff)
		}
	}
}

func TestManyFaults(t *testing.T) {
	faults := make([]diag.Diagnostic, 100)
	for i := range faults {
		faults[i].Severity = "error"
	}
	for title, state := range map[string]state{
		"有 100 个错误，页面还是旧的（先列出 30 个）":                                                              inChinese(broken(faults...)),
		"errors: 100; the page is that of the last build without errors (the first 30 are shown)": broken(faults...),
		"errors: 100; there is no page until they are fixed (the first 30 are shown)":             {broken: true, faults: faults},
	} {
		p := newPanel(state)
		if p.Title != title || len(p.Faults) != 30 {
			t.Errorf("%d faults are shown under %q, want %q", len(p.Faults), p.Title, title)
		}
	}
}

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("甲", 100)
	tests := []struct {
		line                string
		column              int
		before, mark, after string
	}{
		{"", 1, "", "", ""},
		{"ab", 1, "", "a", "b"},
		{"ab", 3, "ab", " ", ""},
		{"ab", 99, "ab", " ", ""},
		{"ab", 0, "", "a", "b"},
		{"\t 链接坏了", 5, "链接", "坏", "了"},
		{long + "坏" + long, 101, "…" + long[:180], "坏", long[:180] + "…"},
	}
	for _, test := range tests {
		before, mark, after := excerpt(test.line, test.column)
		if before != test.before || mark != test.mark || after != test.after {
			t.Errorf("%.20q at %d is %q, %q, %q", test.line, test.column, before, mark, after)
		}
	}
}

// Before the first site without errors, every address answers with the errors.
func TestFirstBuildFails(t *testing.T) {
	fault := diag.Diagnostic{File: "site.toml", Line: 1, Column: 1, Severity: "error", Message: "no <title>", Help: "add one"}
	s, listener := start(t, nil)
	result := files(nil).result(fault)
	result.Words = diag.CatalogueOf("zh")
	s.show(result)
	const want = `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>网站有错误</title>
<link rel="stylesheet" href="/_cairn/overlay.css" id="cairn-style">
</head>
<body>
<main class="cairn-failed">
<h1>网站有错误</h1>
<section id="cairn-panel" class="cairn-panel cairn-broken" lang="zh-CN" aria-labelledby="cairn-title">
<details open>
<summary class="cairn-title"><span id="cairn-title" role="alert">有 1 个错误，改好以前没有页面可看</span> <small class="cairn-close">按 Esc 收起</small></summary>
<ol class="cairn-faults">
<li class="cairn-fault">
<p class="cairn-place">site.toml:1:1 <b class="cairn-error">错误</b></p>
<p class="cairn-message">no &lt;title&gt;</p>
<p class="cairn-help">add one</p>
</li>
</ol>
</details>
</section>
</main>
<script src="/_cairn/reload.js" data-version="run.0" data-files="0"></script></body>
</html>
`
	for _, path := range []string{"/", "/index.html", "/playbooks/a.html", "/assets/x.js"} {
		response, body := get(t, listener, path)
		if response.StatusCode != 503 || response.Header.Get("Content-Type") != "text/html; charset=utf-8" {
			t.Errorf("%s: %d %s", path, response.StatusCode, response.Header.Get("Content-Type"))
		}
		if diff := cmp.Diff(want, body); diff != "" {
			t.Errorf("%s:\n%s", path, diff)
		}
		wantHeaders(t, path, response)
	}
	if response, _ := get(t, listener, "/../x"); response.StatusCode != 404 {
		t.Errorf("/../x: status %d, want 404", response.StatusCode)
	}
	if response, body := get(t, listener, "/_cairn/reload.js"); response.StatusCode != 200 || !strings.Contains(body, "EventSource") {
		t.Errorf("the script: %d", response.StatusCode)
	}
}

// The content security policy forbids inline scripts and styles; the server's own pages have
// none.
func TestOwnPagesKeepThePolicy(t *testing.T) {
	for _, name := range []string{"panel.html", "reload.js"} {
		data, err := client.ReadFile("client/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if found := regexp.MustCompile(`\sstyle=|\son\w+=|<style|innerHTML|eval\(`).Find(data); found != nil {
			t.Errorf("%s has %q", name, found)
		}
	}
}

// Invisible characters in a file name or its text are shown as escapes.
func TestPanelShowsTheUnseen(t *testing.T) {
	p := newPanel(state{broken: true, faults: []diag.Diagnostic{
		{File: "content/e\u202efdp.md", Line: 1, Column: 4, Severity: "error", Message: "x", Source: "\u2066一\t\u000b\u001b"},
	}})
	want := shownFault{diag.Diagnostic{File: `content/e\u202efdp.md`, Line: 1, Column: 4, Severity: "error", Message: "x", Source: "\u2066一\t\u000b\u001b"},
		"error", `\u2066一` + "\t", `\v`, `\x1b`}
	if diff := cmp.Diff([]shownFault{want}, p.Faults); diff != "" {
		t.Error(diff)
	}
}
