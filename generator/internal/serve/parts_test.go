package serve

import (
	"maps"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"cairn"
	"cairn/generator/internal/browsertest"
	"cairn/generator/internal/build"
	"cairn/generator/internal/sitetest"
)

// partsServer serves the page of parts of a site with these files.
func partsServer(t *testing.T, site fstest.MapFS) *httptest.Server {
	t.Helper()
	listener := httptest.NewUnstartedServer(nil)
	builder := build.NewParts(site, cairn.Theme())
	s := newServer(listener.Listener.Addr(), "", func() *build.Result { return builder.Build(options()) })
	listener.Config.Handler = s
	listener.Start()
	t.Cleanup(listener.Close)
	return listener
}

// inventory is a script that lists how the frame of a theme shows each kind of element: what its
// style adds to that of the element around it.
const inventory = `((theme) => {
	const page = document.querySelector('iframe[data-theme="' + theme + '"]').contentDocument, kinds = new Map();
	const inherited = ["color", "fontSize", "fontWeight", "fontStyle", "lineHeight", "letterSpacing", "textAlign", "whiteSpace", "wordBreak", "listStyleType"];
	const others = ["display", "position", "backgroundColor", "borderTop", "borderRight", "borderBottom", "borderLeft", "borderTopLeftRadius", "textDecorationLine", "opacity", "overflowX"];
	const states = ["aria-current", "aria-invalid", "aria-expanded", "aria-selected", "open", "data-accent"];
	for (const print of ["beforeprint", "afterprint"]) page.defaultView.dispatchEvent(new Event(print)); // a worksheet paints what is off the screen
	for (const animation of page.getAnimations()) animation.finish(); // a number that has changed is marked for a moment
	for (const element of page.body.querySelectorAll("*")) {
		if (!element.checkVisibility() || element.closest("[data-cairn], #cairn-panel, svg *")) continue;
		const style = page.defaultView.getComputedStyle(element), around = page.defaultView.getComputedStyle(element.parentElement);
		const name = [element.localName, ...[...element.classList].sort().map((c) => "." + c), ...states.filter((s) => element.hasAttribute(s)).map((s) => "[" + s + "=" + element.getAttribute(s) + "]"),
			element.matches(":checked") ? ":checked" : "", element.matches(":disabled") ? ":disabled" : "", element.matches(":focus") ? ":focus" : ""].join("");
		const declarations = [
			...inherited.filter((p) => style[p] !== around[p]).map((p) => p + " " + style[p]),
			...others.filter((p) => !/^(0px|0px none .*|block|inline|static|none|1|visible|rgba\(0, 0, 0, 0\))$/.test(style[p])).map((p) => p + " " + style[p]),
		].join("; ");
		if (!kinds.has(name)) kinds.set(name, new Set());
		kinds.get(name).add(declarations);
	}
	return Object.fromEntries([...kinds].map(([name, all]) => [name, [...all]]));
})`

// Every scene of the page of parts can be shown. Snapshots say how each kind of element looks in
// it: a change of the theme shows as the kinds whose style it changes.
func TestPageOfParts(t *testing.T) {
	b := browsertest.New(t, partsServer(t, nil).URL+"/", 503) // no site, and so no icon
	b.Resize(1800, 900)
	b.Prefer("light") // no style is read between two
	looks := map[string]map[string]map[string]bool{}
	for _, variant := range []struct{ theme, width string }{{"light", "1280"}, {"dark", "390"}} {
		b.Open("_cairn/parts.html#theme=" + variant.theme + "&width=" + variant.width)
		b.Reload() // the fragment alone loads nothing
		b.Await(`document.querySelector("[name=scene]").options.length > 10`)
		kinds := map[string]map[string]bool{}
		for i := range browsertest.Eval[int](b, `document.querySelector("[name=scene]").options.length`) {
			browsertest.Eval[bool](b, `((scene) => { scene.selectedIndex = `+strconv.Itoa(i)+`; scene.dispatchEvent(new Event("input", { bubbles: true })); return true; })(document.querySelector("[name=scene]"))`)
			b.Await(`document.querySelector("output").textContent !== ""`)
			if got, want := browsertest.Eval[string](b, `document.querySelector("output").textContent`), browsertest.Eval[string](b, `document.querySelector("[name=scene]").selectedOptions[0].text + ": 1"`); got != want {
				t.Errorf("%s, want %s", got, want)
			}
			for kind, all := range browsertest.Eval[map[string][]string](b, inventory+`("`+variant.theme+`")`) {
				if kinds[kind] == nil {
					kinds[kind] = map[string]bool{}
				}
				for _, declarations := range all {
					kinds[kind][declarations] = true
				}
			}
		}
		looks[variant.theme+"-"+variant.width+".txt"] = kinds
	}
	texts := map[string]string{}
	for file, kinds := range looks {
		texts[file] = lines(kinds)
	}
	sitetest.Snapshots(t, "testdata/parts", texts)
}

// lines returns a line for each kind of element and style.
func lines(kinds map[string]map[string]bool) string {
	var b strings.Builder
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		for _, declarations := range slices.Sorted(maps.Keys(kinds[kind])) {
			b.WriteString(kind + "  " + declarations + "\n")
		}
	}
	return b.String()
}
