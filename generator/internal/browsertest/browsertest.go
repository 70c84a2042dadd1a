// Package browsertest drives Chromium in tests. A test fails if a page that it opened
// writes to the console, violates the content security policy, requests a file that
// is not there, or requests another host.
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

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"cairn/generator/internal/needs"
)

// Tab is a tab of the browser.
type Tab struct {
	t        testing.TB
	ctx      context.Context
	base     string // requests must stay below it
	expected []int64
	isStatic bool // scripts are disabled

	mu       sync.Mutex
	problems []string
}

// shared is the browser of all tests in a process, because starting a browser takes
// longer than most tests. Main ends it.
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
		// Browser UI that takes longer to load than the page; and the back/forward
		// cache, so that going back loads the page again.
		chromedp.Flag("disable-features", "BackForwardCache,Translate,WebUIOmniboxPopup,WebUIOmniboxAimPopup,SpareRendererForSitePerProcess"),
		chromedp.WindowSize(1280, 900), chromedp.WSURLReadTimeout(time.Minute))...)
	shared.ctx, _ = chromedp.NewContext(allocator)
	shared.stop = stop
	shared.err = chromedp.Do(shared.ctx)
}

// Main runs the tests of a package, then ends the browser and the process.
func Main(m *testing.M) {
	status := m.Run()
	if shared.stop != nil {
		shared.stop()
	}
	os.Exit(status)
}

// New opens a tab in a new, empty profile. Every request must be below base,
// and every response must have a status below 400 or one of the expected ones.
func New(t testing.TB, base string, expected ...int64) *Tab {
	t.Helper()
	program := needs.Program(t, "chromium")
	shared.once.Do(func() { start(program) })
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return open(t, shared.ctx, base, expected, chromedp.WithNewBrowserContext())
}

// NewTab opens a second tab in the same profile.
func (b *Tab) NewTab() *Tab {
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

// listen records the events that the package comment forbids.
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

// Do runs actions in the tab. An action that waits for an element which never appears fails.
func (b *Tab) Do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 2*timeout)
	defer cancel()
	if err := chromedp.Do(ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// Open opens a path of the site and waits until the page has loaded.
func (b *Tab) Open(path string) {
	b.t.Helper()
	b.Do(chromedp.Navigate(b.base + path))
	b.Await(`document.readyState === "complete"`)
}

// Arrive waits until a page for which an expression is true has loaded.
func (b *Tab) Arrive(expression string) {
	b.t.Helper()
	b.Await(`document.readyState === "complete" && ` + expression)
}

// Reload reloads the page and waits until it has loaded.
func (b *Tab) Reload() {
	b.t.Helper()
	Eval[bool](b, `window.old = true`)
	b.Do(chromedp.Reload())
	b.Await(`!window.old && document.readyState === "complete"`)
}

// Back goes back to the previous page.
func (b *Tab) Back() {
	b.t.Helper()
	b.Do(chromedp.NavigateBack())
}

// timeout is the longest time to wait for a page. It is long because other tests use the
// machine at the same time.
const timeout = time.Minute

// Eval returns the value of an expression. It tries again on an error, because an
// expression cannot be evaluated while the browser replaces the page.
func Eval[T any](b *Tab, expression string) T {
	b.t.Helper()
	for deadline := time.Now().Add(timeout); ; time.Sleep(20 * time.Millisecond) {
		value, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
		if err == nil {
			return value
		}
		if time.Now().After(deadline) {
			b.t.Fatalf("%s: %v", expression, err)
		}
	}
}

// Promise returns the value that a promise resolves to.
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
	for deadline := time.Now().Add(timeout); !Eval[bool](b, "Boolean("+expression+")"); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			b.t.Fatalf("never came true: %s\n%s", expression, Eval[string](b, "document.body.innerText.slice(0, 1500)"))
		}
	}
}

// Type types into the focused element.
func (b *Tab) Type(text string) {
	b.t.Helper()
	b.Do(chromedp.KeyEvent(text))
}

// Press sends the events of pressing and releasing a key. text is what the key types.
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

// Spoken returns the texts of the accessibility tree in their order, as a screen reader gets them.
func (b *Tab) Spoken() string {
	b.t.Helper()
	tree, err := chromedp.Run(b.ctx, func(ctx context.Context, t *chromedp.Target) (accessibility.GetFullAXTreeResult, error) {
		return cdp.Call(ctx, t, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	})
	if err != nil {
		b.t.Fatal(err)
	}
	nodes := map[string]*accessibility.Node{}
	for _, n := range tree.Nodes {
		nodes[string(n.NodeID)] = n
	}
	var spoken strings.Builder
	var walk func(n *accessibility.Node)
	walk = func(n *accessibility.Node) {
		if n.Role != nil && string(n.Role.Value) == `"StaticText"` {
			var text string
			if err := json.Unmarshal(n.Name.Value, &text); err != nil {
				b.t.Fatal(err)
			}
			spoken.WriteString(text)
			return
		}
		for _, id := range n.ChildIDs {
			if child := nodes[string(id)]; child != nil {
				walk(child)
			}
		}
	}
	walk(tree.Nodes[0])
	return spoken.String()
}

// PDF prints the page; the size of the paper is in inches.
func (b *Tab) PDF(width, height float64) []byte {
	b.t.Helper()
	pdf, err := b.print(page.PrintToPDFParams{PaperWidth: width, PaperHeight: height})
	if err != nil {
		b.t.Fatal(err)
	}
	return pdf
}

// EndsBefore reports whether the page prints on fewer sheets than number. It prints that
// sheet only, which is quick if the sheet does not exist.
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

// Resize sets the size of the viewport.
func (b *Tab) Resize(width, height int64) {
	b.t.Helper()
	b.Do(chromedp.EmulateViewport(width, height))
}

// Slow delays every request by 60 ms and slows the processor down four times. Scripts
// that do not block the page take another 240 ms, so that the page is painted
// before they run.
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

// Work returns the seconds of processor time that the page's thread has spent on script, style and layout.
func (b *Tab) Work() (seconds float64) {
	b.t.Helper()
	b.Do(command(performance.Enable, performance.EnableParams{TimeDomain: performance.EnableTimeDomainThreadTicks}))
	result, err := chromedp.Run(b.ctx, func(ctx context.Context, t *chromedp.Target) (performance.GetMetricsResult, error) {
		return cdp.Call(ctx, t, performance.GetMetrics, cdp.Empty{})
	})
	if err != nil {
		b.t.Fatal(err)
	}
	for _, metric := range result.Metrics {
		if slices.Contains([]string{"ScriptDuration", "RecalcStyleDuration", "LayoutDuration"}, metric.Name) {
			seconds += metric.Value
		}
	}
	return seconds
}

// Prefer sets the preferred colour scheme, light or dark, and a preference for reduced
// motion.
func (b *Tab) Prefer(scheme string) {
	b.t.Helper()
	b.Emulate("prefers-color-scheme", scheme, "prefers-reduced-motion", "reduce")
}

// Emulate sets media features, each a name and its value.
func (b *Tab) Emulate(features ...string) {
	b.t.Helper()
	var list []*emulation.MediaFeature
	for i := 0; i+1 < len(features); i += 2 {
		list = append(list, &emulation.MediaFeature{Name: features[i], Value: features[i+1]})
	}
	b.Do(command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: list}))
}

// Media shows the page as it is styled for a medium, "print"; "" returns to the screen.
func (b *Tab) Media(medium string) {
	b.t.Helper()
	b.Do(command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: medium}))
}

// AddScript runs a script in every page that is opened later, before the page's scripts.
func (b *Tab) AddScript(script string) {
	b.t.Helper()
	b.Do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
		return err
	}))
}

// NoScripts disables the scripts of pages.
func (b *Tab) NoScripts() {
	b.t.Helper()
	b.isStatic = true
	b.Do(command(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
}

// unfold opens the <details> around the first element that matches a selector, as a reader
// would, and scrolls to the element at once: a click during a smooth scroll misses it.
func (b *Tab) unfold(selector string) {
	b.t.Helper()
	name, _ := json.Marshal(selector)
	Eval[bool](b, `(() => {
		const found = document.querySelector(`+string(name)+`);
		const content = found?.closest("summary")?.parentElement ?? found;
		for (let d = content?.parentElement; d; d = d.parentElement) if (d.localName === "details") d.open = true;
		found?.scrollIntoView({ block: "center", behavior: "instant" });
		return true;
	})()`)
}

// awaitFrame waits until the page has drawn two frames and has done two tasks after them. A script
// that answers what was typed draws at the next frame, or computes after it and draws then; it
// may move an element between the press and the release of a click on it.
func (b *Tab) awaitFrame() {
	b.t.Helper()
	if !b.isStatic {
		Promise[bool](b, `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => setTimeout(() => done(true))))))`)
	}
}

// Click clicks on the first element that matches a selector, which may be folded.
func (b *Tab) Click(selector string) {
	b.t.Helper()
	b.unfold(selector)
	b.awaitFrame()
	b.Do(chromedp.Click(chromedp.CSS(selector)))
}

// Fill replaces the text of a field, which may be folded, by typing.
func (b *Tab) Fill(selector, text string) {
	b.t.Helper()
	b.unfold(selector)
	b.Do(chromedp.Focus(chromedp.CSS(selector)))
	Eval[bool](b, "(document.activeElement.select(), true)")
	b.Type(text)
}
