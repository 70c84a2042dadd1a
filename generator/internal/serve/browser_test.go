package serve

import (
	"context"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"cairn/generator/internal/diag"
)

// tab is a page in a real browser.
type tab struct {
	t   *testing.T
	ctx context.Context
}

func openTab(t *testing.T, listener *httptest.Server) tab {
	t.Helper()
	browser, err := exec.LookPath("chromium")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("no Chromium, and CI=true requires it")
		}
		t.Skip("no Chromium is installed")
	}
	allocator, stop := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(browser), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WSURLReadTimeout(time.Minute))...)
	t.Cleanup(stop)
	ctx, stop := chromedp.NewContext(allocator)
	t.Cleanup(stop)
	b := tab{t, ctx}
	var lock sync.Mutex
	err = chromedp.Listen(ctx, func(event any) {
		lock.Lock()
		defer lock.Unlock()
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			t.Errorf("exception: %s", e.ExceptionDetails.Text)
		case *audits.EventIssueAdded:
			t.Errorf("the browser reports %s", e.Issue.Code)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	b.do(enable(runtime.Enable), enable(audits.Enable), chromedp.Navigate(listener.URL+"/"))
	return b
}

func enable(command cdp.Command[cdp.Empty, cdp.Empty]) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, command, cdp.Empty{})
		return err
	})
}

// do gives every action its time.
func (b tab) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, stop := context.WithTimeout(b.ctx, 30*time.Second)
	defer stop()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// eval gives the value of an expression. A page that reloads has none for a
// moment.
func eval[T any](b tab, expression string) T {
	b.t.Helper()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
		if err == nil {
			return value
		}
		if time.Now().After(deadline) {
			b.t.Fatalf("%s: %v", expression, err)
		}
	}
}

func (b tab) await(expression string) {
	b.t.Helper()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		value := eval[bool](b, "Boolean("+expression+")")
		if value {
			return
		}
		if time.Now().After(deadline) {
			b.t.Fatalf("never came true: %s", expression)
		}
	}
}

func long(text string) files {
	return files{"index.html": `<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>x</title></head><body>` +
		"<h1>" + text + "</h1>" + strings.Repeat("<p>long</p>", 500) + "</body></html>"}
}

func TestInBrowser(t *testing.T) {
	s, listener := start(t, long("one"))
	b := openTab(t, listener)
	b.await(`document.querySelector("h1").textContent === "one"`)

	eval[bool](b, `scrollTo(0, 3000), window.old = true`)
	s.show(long("two").result())
	b.await(`document.querySelector("h1").textContent === "two" && !window.old`)
	b.await(`scrollY === 3000`)

	broken := diag.Diagnostic{
		File: "content/a.md", Line: 3, Column: 4, Severity: "error",
		Message: "no page <img src=x onerror=alert(1)>", Help: "mend it\nor not", Source: "看[表]<script>alert(1)</script>",
	}
	s.show(files(nil).result(broken))
	b.await(`document.querySelector(".cairn-overlay")`)
	const want = "The site was not rebuilt: mend this and it appears by itself|Hide|" +
		"content/a.md:3:4 error|no page <img src=x onerror=alert(1)>|看[表]<script>alert(1)</script>|mend it\nor not"
	if got := eval[string](b, `[...document.querySelectorAll(".cairn-overlay h2, .cairn-overlay button, .cairn-fault > *")].map(e => e.textContent).join("|")`); got != want {
		t.Errorf("the overlay says\n%s\nwant\n%s", got, want)
	}
	if got := eval[string](b, `document.querySelector(".cairn-mark").textContent`); got != "]" {
		t.Errorf("the mark is on %q", got)
	}
	if got := eval[string](b, `document.querySelectorAll("#cairn-overlay img, #cairn-overlay script").length + ""`); got != "0" {
		t.Errorf("%s elements came out of a message", got)
	}
	b.await(`getComputedStyle(document.querySelector(".cairn-overlay")).position === "fixed"`)
	if file := os.Getenv("CAIRN_SCREENSHOT"); file != "" {
		picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, picture, 0o666); err != nil {
			t.Fatal(err)
		}
	}

	b.do(chromedp.Click(chromedp.CSS(".cairn-close")))
	b.await(`!document.querySelector(".cairn-overlay")`)
	other := broken
	other.Message = "another fault"
	s.show(files(nil).result(other))
	b.await(`document.querySelector(".cairn-message")?.textContent === "another fault"`)
	s.show(long("two").result())
	b.await(`!document.querySelector(".cairn-overlay")`)
	b.await(`scrollY === 3000 && document.querySelector("h1").textContent === "two"`)
}

// The page that shows why there is no site gives way to the site.
func TestInBrowserFromTheFirstError(t *testing.T) {
	s, listener := start(t, nil, diag.Diagnostic{File: "site.toml", Line: 1, Column: 1, Severity: "error", Message: "no title"})
	b := openTab(t, listener)
	b.await(`document.querySelector(".cairn-message")?.textContent === "no title"`)
	s.show(long("one").result())
	b.await(`document.querySelector("h1").textContent === "one" && !document.querySelector(".cairn-overlay")`)
}
