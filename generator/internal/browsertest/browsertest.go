// Package browsertest drives a real browser in tests. Whatever a page
// must not do (write errors to the console, break the content security policy,
// miss a file, ask another host) fails the test that opened it.
package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"cairn/generator/internal/needs"
)

// Tab is a page of a browser.
type Tab struct {
	t        testing.TB
	ctx      context.Context
	base     string // requests must stay below it
	expected []int64

	mu       sync.Mutex
	problems []string
}

// shared is the browser of all tests of a process, since to start one takes
// longer than most tests. It ends with the process at the latest.
var shared struct {
	once sync.Once
	ctx  context.Context
	stop context.CancelFunc
	err  error
}

func start(program string) {
	allocator, stop := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-software-rasterizer", true),
		// What a window loads beside its page, which takes longer than the page; and
		// pages that are kept for the way back, so that each is made anew.
		chromedp.Flag("disable-features", "BackForwardCache,Translate,WebUIOmniboxPopup,WebUIOmniboxAimPopup,SpareRendererForSitePerProcess"),
		chromedp.WindowSize(1280, 900), chromedp.WSURLReadTimeout(time.Minute))...)
	shared.ctx, _ = chromedp.NewContext(allocator)
	shared.stop = stop
	shared.err = chromedp.Do(shared.ctx)
}

// Main runs the tests of a package and ends their browser.
func Main(m *testing.M) {
	status := m.Run()
	if shared.stop != nil {
		shared.stop()
	}
	os.Exit(status)
}

// New opens a tab with a profile of its own, which is empty. No request may leave
// base, and no response may have a status of 400 and above but the expected
// ones.
func New(t testing.TB, base string, expected ...int64) *Tab {
	t.Helper()
	program := needs.Program(t, "chromium")
	shared.once.Do(func() { start(program) })
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return open(t, shared.ctx, base, expected, chromedp.WithNewBrowserContext())
}

// Another opens another tab of the same browser.
func (b *Tab) Another() *Tab {
	b.t.Helper()
	return open(b.t, b.ctx, b.base, b.expected)
}

func open(t testing.TB, parent context.Context, base string, expected []int64, options ...chromedp.ContextOption) *Tab {
	t.Helper()
	ctx, stop := chromedp.NewContext(parent, options...)
	t.Cleanup(stop)
	b := &Tab{t: t, ctx: ctx, base: base, expected: expected}
	if err := chromedp.Listen(ctx, b.listen); err != nil {
		t.Fatal(err)
	}
	b.Do(command(network.Enable, network.EnableParams{}), command(runtime.Enable, cdp.Empty{}), command(audits.Enable, cdp.Empty{}))
	t.Cleanup(func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, p := range b.problems {
			t.Error(p)
		}
	})
	return b
}

func command[P any](command cdp.Command[P, cdp.Empty], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, command, params)
		return err
	})
}

// listen notes what no page may do: write errors to the console, break the
// policy, miss a file, ask another host.
func (b *Tab) listen(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.problem("exception: %s", e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		b.problem("the console has a message of the type %s", e.Type)
	case *audits.EventIssueAdded:
		details, _ := json.Marshal(e.Issue.Details)
		b.problem("the browser reports %s: %s", e.Issue.Code, details)
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, b.base) && !strings.HasPrefix(u, "data:") {
			b.problem("a request to %s, outside of the site", u)
		}
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 && !slices.Contains(b.expected, e.Response.Status) {
			b.problem("%d for %s", e.Response.Status, e.Response.URL)
		}
	}
}

func (b *Tab) problem(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.problems = append(b.problems, fmt.Sprintf(format, args...))
}

// Do runs actions in the page.
func (b *Tab) Do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// Open goes to a path of the site and waits until its scripts have run.
func (b *Tab) Open(path string) {
	b.t.Helper()
	b.Do(chromedp.Navigate(b.base + path))
	b.Await(`document.readyState === "complete"`)
}

// Arrive waits until a page that answers to an expression has been loaded.
func (b *Tab) Arrive(expression string) {
	b.t.Helper()
	b.Await(`document.readyState === "complete" && ` + expression)
}

// Reload loads the page anew.
func (b *Tab) Reload() {
	b.t.Helper()
	Eval[bool](b, `window.old = true`)
	b.Do(chromedp.Reload())
	b.Await(`!window.old && document.readyState === "complete"`)
}

// Back goes back to the page that was open before.
func (b *Tab) Back() {
	b.t.Helper()
	b.Do(chromedp.NavigateBack())
}

// patience is how long a page may take that is hurried by others, as when all
// tests run at once; who waits so long waits in vain.
const patience = time.Minute

// Eval gives the value of an expression. A page that is being left has none for
// a moment.
func Eval[T any](b *Tab, expression string) T {
	b.t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
		if err == nil {
			return value
		}
		if time.Now().After(deadline) {
			b.t.Fatalf("%s: %v", expression, err)
		}
	}
}

// Promise gives what a promise comes to.
func Promise[T any](b *Tab, expression string) T {
	b.t.Helper()
	value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return value
}

// Await waits until an expression is true.
func (b *Tab) Await(expression string) {
	b.t.Helper()
	for deadline := time.Now().Add(patience); !Eval[bool](b, "Boolean("+expression+")"); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			b.t.Fatalf("never came true: %s\n%s", expression, Eval[string](b, "document.body.innerText.slice(0, 1500)"))
		}
	}
}

// Type types into what has the focus.
func (b *Tab) Type(text string) {
	b.t.Helper()
	b.Do(chromedp.KeyEvent(text))
}

// Press presses a key that a page may take for itself.
func (b *Tab) Press(key, text string) {
	b.t.Helper()
	for _, event := range []input.DispatchKeyEventParams{
		{Type: input.DispatchKeyEventTypeKeyDown, Key: key, Text: text},
		{Type: input.DispatchKeyEventTypeKeyUp, Key: key},
	} {
		b.Do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err := cdp.Call(ctx, t, input.DispatchKeyEvent, event)
			return err
		}))
	}
}

// PDF prints the page on paper of a size in inches.
func (b *Tab) PDF(width, height float64) []byte {
	b.t.Helper()
	pdf, err := b.print(page.PrintToPDFParams{PaperWidth: width, PaperHeight: height})
	if err != nil {
		b.t.Fatal(err)
	}
	return pdf
}

// EndsBefore tells whether fewer pages are printed than number, which takes a
// moment if so: there is no font to go into a PDF.
func (b *Tab) EndsBefore(number int, width, height float64) bool {
	b.t.Helper()
	_, err := b.print(page.PrintToPDFParams{PaperWidth: width, PaperHeight: height, PageRanges: strconv.Itoa(number)})
	if err != nil && !strings.Contains(err.Error(), "Page range exceeds page count") {
		b.t.Fatal(err)
	}
	return err != nil
}

func (b *Tab) print(params page.PrintToPDFParams) ([]byte, error) {
	background := true
	params.PrintBackground = &background
	return chromedp.Run(b.ctx, func(ctx context.Context, t *chromedp.Target) ([]byte, error) {
		result, err := cdp.Call(ctx, t, page.PrintToPDF, params)
		return result.Data, err
	})
}

// Resize makes the window so wide and high.
func (b *Tab) Resize(width, height int64) {
	b.t.Helper()
	b.Do(chromedp.EmulateViewport(width, height))
}

// Slow has every request take 60 ms and the processor four times as long. Scripts
// that do not block the page come another 240 ms later, so that the page is
// painted before they run.
func (b *Tab) Slow() {
	b.t.Helper()
	after := func(pattern string, latency float64) *network.Conditions {
		return &network.Conditions{URLPattern: pattern, Latency: latency, DownloadThroughput: 200_000, UploadThroughput: -1}
	}
	b.Do(command(emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 4}),
		chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err := cdp.Call(ctx, t, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
				MatchedNetworkConditions: []*network.Conditions{after("*://*:*/*theme.*.js", 60), after("*://*:*/*.js", 300), after("", 60)},
			})
			return err
		}))
}

// Prefer shows the page as readers do who prefer a scheme, light or dark, and
// nothing that moves.
func (b *Tab) Prefer(scheme string) {
	b.t.Helper()
	b.Do(command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}}))
}

// Before has every page that is opened from now on run a script before its own.
func (b *Tab) Before(script string) {
	b.t.Helper()
	b.Do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
		return err
	}))
}

// NoScripts has pages run no scripts of their own.
func (b *Tab) NoScripts() {
	b.t.Helper()
	b.Do(command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
}

// Click clicks on the first element that a selector finds.
func (b *Tab) Click(selector string) {
	b.t.Helper()
	b.Do(chromedp.Click(chromedp.CSS(selector)))
}

// Fill puts text in the place of what a field holds, as a person types it.
func (b *Tab) Fill(selector, text string) {
	b.t.Helper()
	b.Do(chromedp.Focus(chromedp.CSS(selector)))
	Eval[bool](b, "(document.activeElement.select(), true)")
	b.Type(text)
}
