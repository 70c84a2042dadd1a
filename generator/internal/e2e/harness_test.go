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
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	problems []string
	base     string // requests must stay below it
}

// newTab starts a browser with an empty profile.
func newTab(t *testing.T, base string) *tab {
	t.Helper()
	if _, err := exec.LookPath("chromium"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("no Chromium, and CI=true requires it")
		}
		t.Skip("no Chromium is installed")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath("chromium"), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.WindowSize(1280, 900), chromedp.WSURLReadTimeout(60*time.Second),
	)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, stop := chromedp.NewContext(allocator)
	t.Cleanup(stop)
	ctx, stop = context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(stop)
	b := &tab{t: t, ctx: ctx, base: base}
	chromedp.ListenTarget(ctx, b.listen)
	b.run(network.Enable(), runtime.Enable(), audits.Enable())
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, p := range b.problems {
			t.Error(p)
		}
	})
	return b
}

// listen notes what no page may do: write errors to the console, break the
// policy, miss a file, ask another host.
func (b *tab) listen(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.problem("exception: %s", e.ExceptionDetails.Error())
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.APITypeError || e.Type == runtime.APITypeWarning {
			b.problem("console: %s", e.Args[0].Value)
		}
	case *audits.EventIssueAdded:
		if e.Issue.Code == audits.InspectorIssueCodeContentSecurityPolicyIssue {
			details := e.Issue.Details.ContentSecurityPolicyIssueDetails
			b.problem("policy: %s %s", details.ViolatedDirective, details.BlockedURL)
		}
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, b.base) && !strings.HasPrefix(u, "data:") && u != "about:blank" && !strings.HasSuffix(u, "/favicon.ico") {
			b.problem("a request to %s, outside of the site", u)
		}
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 && !strings.HasSuffix(e.Response.URL, "/favicon.ico") {
			b.problem("%d for %s", e.Response.Status, e.Response.URL)
		}
	case *network.EventLoadingFailed:
		if !e.Canceled {
			b.problem("a request failed: %s", e.ErrorText)
		}
	}
}

func (b *tab) problem(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.problems = append(b.problems, fmt.Sprintf(format, args...))
}

func (b *tab) run(actions ...chromedp.Action) {
	b.t.Helper()
	if err := chromedp.Run(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// open goes to a path of the site and waits until its scripts have run.
func (b *tab) open(path string) {
	b.t.Helper()
	b.run(chromedp.Navigate(b.base+path), chromedp.WaitReady("body"))
}

// eval gives the value of an expression, which may be a promise.
func eval[T any](b *tab, expression string) T {
	b.t.Helper()
	var value T
	b.run(chromedp.Evaluate(expression, &value, func(p *runtime.EvaluateParams) *runtime.EvaluateParams {
		return p.WithAwaitPromise(true)
	}))
	return value
}

// await waits until an expression is true.
func (b *tab) await(expression string) {
	b.t.Helper()
	deadline := time.Now().Add(15 * time.Second)
	for !eval[bool](b, "Boolean("+expression+")") {
		if time.Now().After(deadline) {
			b.t.Fatalf("never came true: %s\n%s", expression, eval[string](b, "document.body.innerText.slice(0, 2000)"))
		}
		time.Sleep(20 * time.Millisecond)
	}
}
