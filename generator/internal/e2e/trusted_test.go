package e2e

import (
	"bytes"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/sample"
	"cairn/generator/internal/serve"
)

// The functions that turn a string into a script or into HTML are called only through the
// Trusted Types policy.
func TestStringSinksUseThePolicy(t *testing.T) {
	sink := regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|parseHTMLUnsafe|srcdoc|\.src\s*=[^=]|DOMParser|createContextualFragment|document\.write|\beval\(|new Function|\bWorker\(|importScripts|createPolicy|setAttribute\("(on|src)`)
	var found []string
	err := filepath.WalkDir(root+"/static", func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".ts" {
			return err
		}
		text, err := os.ReadFile(path)
		for line := range strings.Lines(string(text)) {
			if sink.MatchString(line) {
				found = append(found, strings.TrimPrefix(path, root+"/static/")+": "+strings.TrimSpace(line))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		`home/path.ts: path.innerHTML = trustedHTML(html);`,
		`plans/worksheets.ts: if (!this.parsed.has(path)) template.innerHTML = this.of(path).html;`, // trusted when its script handed it over,
		`shared/script.ts: script.src = trustedScript(url);`,
		`shared/trusted.ts: return (window.cairnPolicy ??= window.trustedTypes?.createPolicy("cairn", rules) ?? rules);`,
		`shared/trusted.ts: trustedTypes?: { createPolicy(name: string, rules: Pick<Policy, keyof Policy>): Policy };`,
	}
	slices.Sort(found)
	if diff := cmp.Diff(want, found); diff != "" {
		t.Error(diff)
	}
}

// README.md and the hosting pages advise the same policy that the tests send.
func TestDocumentsAdviseThePolicy(t *testing.T) {
	for name, times := range map[string]int{"README.md": 1, "content/hosting/nginx.md": 2} {
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		if all, same := strings.Count(string(text), "default-src"), strings.Count(string(text), serve.ContentSecurityPolicy); all != times || same != times {
			t.Errorf("%s has %d policies, of which %d are the one", name, all, same)
		}
	}
	if !strings.Contains(serve.ContentSecurityPolicy, "; require-trusted-types-for 'script'; trusted-types cairn;") {
		t.Error("the policy has no Trusted Types")
	}
}

// The Trusted Types policy accepts scripts from the site's own folder, and HTML only from a
// script that set it.
func TestTrustedTypes(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		b.Open("playbooks/saas/newcomer.html")
		b.Fill(box, "续约")
		b.Await(`document.querySelector('[role="option"]')`)
		const tries = `[["createScriptURL", new URL("assets/x.js", new URL(document.documentElement.dataset.root, location.href)).href], ["createScriptURL", "../../search/a.js"],
			["createScriptURL", "../../../x.js"], ["createScriptURL", "../../%2e%2e/x.js"], ["createScriptURL", "//a.example/x.js"], ["createScriptURL", "https://a.example/x.js"],
			["createScriptURL", "data:text/javascript,x.js"], ["createScriptURL", "javascript:x.js"], ["createScriptURL", "blob:" + location.origin + "/x.js"], ["createScriptURL", "../../a.html"],
			["createScriptURL", "../../a.html?x.js"], ["createScriptURL", ""], ["createHTML", "<b>x</b>"]]
			.map(([rule, text]) => { try { return String(window.cairnPolicy[rule](text)) === text ? "taken" : "changed"; } catch (error) { return error.constructor.name; } })`
		above := "TypeError"
		if browsertest.Eval[bool](b, `location.pathname === "/playbooks/saas/newcomer.html"`) {
			above = "taken" // nothing is above the root of a host, so ../ stays in the site
		}
		want := []string{"taken", "taken", above, above}
		for len(want) < 13 {
			want = append(want, "TypeError")
		}
		if diff := cmp.Diff(want, browsertest.Eval[[]string](b, tries)); diff != "" {
			t.Error(diff)
		}
		if !browsertest.Eval[bool](b, `window.cairnPolicy instanceof TrustedTypePolicy`) {
			t.Error("the policy is none of the browser's")
		}
	})
}

// No action of a reader on any kind of page violates the policy, over http and file://.
func TestScenesKeepThePolicy(t *testing.T) {
	everywhere(t, func(t *testing.T, b *browsertest.Tab) {
		isServed, some := strings.HasSuffix(t.Name(), "/http"), scenes
		if !isServed { // the policy is that of the page, wherever it lies
			some = sample.Spread(8, scenes)
		}
		for _, scene := range some {
			if scene.path == "404.html" {
				continue // its addresses are absolute and need the root of a host
			}
			b.Open("glossary.html")
			browsertest.Eval[bool](b, `(localStorage.clear(), true)`)
			b.Open(scene.path)
			if scene.prepare != "" {
				browsertest.Eval[bool](b, `(`+scene.prepare+`, true)`)
			}
			b.Await(`Boolean(` + scene.ready + `)`)
		}
	})
}

// Search and printing work in a browser without Trusted Types.
func TestWithoutTrustedTypes(t *testing.T) {
	site := tree(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		data, found := site.Get(strings.TrimPrefix(r.URL.Path, "/"))
		if !found {
			http.NotFound(w, r)
			return
		}
		http.ServeContent(w, r, r.URL.Path, time.Time{}, bytes.NewReader(data))
	}))
	t.Cleanup(server.Close)
	b := browsertest.New(t, server.URL+"/")
	b.Open("print.html")
	browsertest.Eval[bool](b, `(delete window.cairnPolicy, Object.defineProperty(window, "trustedTypes", { value: undefined }), true)`)
	b.Click(`[value="goals/saas/newcomer.html"]`)
	b.Await(`document.querySelector("[data-papers] .handout")`)
	b.Fill(box, "续约")
	b.Await(`document.querySelector('[role="option"]')`)
	if browsertest.Eval[bool](b, `window.trustedTypes !== undefined || window.cairnPolicy instanceof TrustedTypePolicy`) {
		t.Error("there are Trusted Types")
	}
}
