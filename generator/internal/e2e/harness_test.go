package e2e

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"cairn/generator/internal/build"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/output"
	"cairn/generator/internal/serve"
)

// root is the folder of this repository's own site.
const root = "../../.."

// buildSite builds this repository's own site; it is not allowed a warning.
var buildSite = sync.OnceValues(func() (*output.Tree, error) {
	source := os.DirFS(root)
	result := build.New(source, source).Build(build.Options{Today: "2026-11-23"})
	if len(result.Diagnostics) > 0 {
		var b strings.Builder
		diag.Print(&b, result.Diagnostics)
		return nil, fmt.Errorf("%s", b.String())
	}
	return result.Tree, nil
})

func tree(t *testing.T) *output.Tree {
	t.Helper()
	tree, err := buildSite()
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// places are where a site is read: each gives the address of a path.
var places = []struct {
	name string
	open func(t *testing.T) (base string)
}{
	{"http", func(t *testing.T) string { return host(t, "/") }},
	{"sub-path", func(t *testing.T) string { return host(t, "/sub/path/") }},
	{"file", func(t *testing.T) string { return disk(t) }},
}

// host serves the site below a path, with the content security policy that
// hosts are advised to send.
func host(t *testing.T, below string) string {
	tree := tree(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		path, ok := strings.CutPrefix(r.URL.Path, below)
		data, found := tree.Get(path)
		if !ok || !found {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Security-Policy", serve.ContentSecurityPolicy)
		http.ServeContent(w, r, path, time.Time{}, strings.NewReader(string(data)))
	}))
	t.Cleanup(server.Close)
	return server.URL + below
}

// disk writes the site to a folder whose name needs escaping.
func disk(t *testing.T) string {
	tree := tree(t)
	dir := filepath.Join(t.TempDir(), "销售 手册#1")
	for _, path := range tree.Paths() {
		data, _ := tree.Get(path)
		file := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(dir) + "/"}).String()
}

// tab is a page of a browser that was started for one test.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string // requests must stay below it

	mu       sync.Mutex
	problems []string
}

// newTab starts a browser with an empty profile.
func newTab(t *testing.T, base string) *tab {
	t.Helper()
	browser, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("no Chromium, and CI=true requires it")
		}
		t.Skip("no Chromium is installed")
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(browser), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.WindowSize(1280, 900), chromedp.WSURLReadTimeout(time.Minute))...)
	t.Cleanup(stop)
	ctx, stop := chromedp.NewContext(allocator)
	t.Cleanup(stop)
	b := &tab{t: t, ctx: ctx, base: base}
	if err := chromedp.Listen(ctx, b.listen); err != nil {
		t.Fatal(err)
	}
	b.do(enable(network.Enable, network.EnableParams{}), enable(runtime.Enable, cdp.Empty{}), enable(audits.Enable, cdp.Empty{}))
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, p := range b.problems {
			t.Error(p)
		}
	})
	return b
}

func enable[P any](command cdp.Command[P, cdp.Empty], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, command, params)
		return err
	})
}

// listen notes what no page may do: write errors to the console, break the
// policy, miss a file, ask another host.
func (b *tab) listen(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.problem("exception: %s", e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		b.problem("the console has a message of the type %s", e.Type)
	case *audits.EventIssueAdded:
		b.problem("the browser reports %s", e.Issue.Code)
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, b.base) && !strings.HasPrefix(u, "data:") {
			b.problem("a request to %s, outside of the site", u)
		}
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 {
			b.problem("%d for %s", e.Response.Status, e.Response.URL)
		}
	}
}

func (b *tab) problem(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.problems = append(b.problems, fmt.Sprintf(format, args...))
}

func (b *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// open goes to a path of the site and waits until its scripts have run.
func (b *tab) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.base + path))
	b.await(`document.readyState === "complete"`)
}

// arrive waits until a page that answers to an expression has been loaded.
func (b *tab) arrive(expression string) {
	b.t.Helper()
	b.await(`document.readyState === "complete" && ` + expression)
}

// reload loads the page anew.
func (b *tab) reload() {
	b.t.Helper()
	eval[bool](b, `window.old = true`)
	b.do(chromedp.Reload())
	b.await(`!window.old && document.readyState === "complete"`)
}

// eval gives the value of an expression. A page that is being left has none for
// a moment.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	for deadline := time.Now().Add(15 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
		if err == nil {
			return value
		}
		if time.Now().After(deadline) {
			b.t.Fatalf("%s: %v", expression, err)
		}
	}
}

// await waits until an expression is true.
func (b *tab) await(expression string) {
	b.t.Helper()
	for deadline := time.Now().Add(15 * time.Second); !eval[bool](b, "Boolean("+expression+")"); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			b.t.Fatalf("never came true: %s\n%s", expression, eval[string](b, "document.body.innerText.slice(0, 1500)"))
		}
	}
}

// typeText types into what has the focus.
func (b *tab) typeText(text string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(text))
}

// press presses a key that a page may take for itself.
func (b *tab) press(key, text string) {
	b.t.Helper()
	for _, event := range []input.DispatchKeyEventParams{
		{Type: input.DispatchKeyEventTypeKeyDown, Key: key, Text: text},
		{Type: input.DispatchKeyEventTypeKeyUp, Key: key},
	} {
		b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err := cdp.Call(ctx, t, input.DispatchKeyEvent, event)
			return err
		}))
	}
}

func (b *tab) click(selector string) {
	b.t.Helper()
	b.do(chromedp.Click(chromedp.CSS(selector)))
}

// fill puts text in the place of what a field holds, as a person types it.
func (b *tab) fill(selector, text string) {
	b.t.Helper()
	b.do(chromedp.Focus(chromedp.CSS(selector)))
	eval[bool](b, "(document.activeElement.select(), true)")
	b.typeText(text)
}
