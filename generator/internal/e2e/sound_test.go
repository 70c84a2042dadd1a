package e2e

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"cairn/generator/internal/browsertest"
)

// nonEmpty lists the attributes that must not be empty.
var nonEmpty = []string{
	"href", "src", "id", "class", "name", "for", "title", "lang", "content", "datetime", "points", "role", "rel", "type", "action", "viewbox", "placeholder",
	"aria-label", "aria-labelledby", "aria-describedby", "aria-controls", "aria-current", "aria-expanded", "scope", "data-words",
}

// idReferences lists the attributes that refer to elements of the same page by id.
var idReferences = []string{"aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-activedescendant", "aria-details", "for", "list", "form", "headers"}

// withText lists the elements that must have an accessible text.
var withText = []string{"a", "button", "h1", "h2", "h3", "h4", "h5", "h6", "th", "dt", "label", "legend", "summary", "caption", "title", "figcaption", "nav", "section"}

// faults returns the faults of a page's structure that a screenshot does not show.
func (d document) faults() (faults []string) {
	add := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	for id, n := range d.ids {
		if n > 1 {
			add("the id %s stands %d times", id, n)
		}
	}
	level, outputs := 0, map[string]bool{}
	noindex, description := false, ""
	for _, n := range d.elements {
		for _, key := range nonEmpty {
			if has(n, key) && strings.TrimSpace(attribute(n, key)) == "" && !(n.Data == "option" || n.Data == "input") {
				add("<%s> has an empty %s", n.Data, key)
			}
		}
		for _, key := range idReferences {
			for _, id := range strings.Fields(attribute(n, key)) {
				if d.ids[id] == 0 {
					add("%s of <%s> names #%s, which is not there", key, n.Data, id)
				}
			}
		}
		if slices.Contains(withText, n.Data) && accessibleText(n) == "" && !isFilledByScript(n) {
			add("<%s class=%q> says nothing", n.Data, attribute(n, "class"))
		}
		switch n.Data {
		case "h1", "h2", "h3", "h4", "h5", "h6":
			if now := int(n.Data[1] - '0'); now > level+1 || (now == 1) != (level == 0) {
				add("a heading of level %d follows one of level %d: %s", now, level, accessibleText(n))
			} else {
				level = now
			}
		case "svg":
			if attribute(n, "aria-hidden") != "true" && (attribute(n, "role") != "img" || attribute(n, "aria-label") == "") {
				add("an <svg class=%q> is neither hidden nor named", attribute(n, "class"))
			}
		case "polygon", "polyline":
			if attribute(n, "points") == "" {
				add("a <%s> without points", n.Data)
			}
		case "output":
			if name := attribute(n, "name"); name == "" || outputs[name] {
				add("the output %q has no name of its own", name)
			} else {
				outputs[name] = true
			}
		case "time":
			if !date.MatchString(attribute(n, "datetime")) {
				add("<time> is of %q", attribute(n, "datetime"))
			}
		case "html":
			if attribute(n, "lang") == "" {
				add("the page has no language")
			}
		case "meta":
			switch attribute(n, "name") {
			case "robots":
				noindex = strings.Contains(attribute(n, "content"), "noindex")
			case "description":
				description = attribute(n, "content")
			}
		}
	}
	if level == 0 {
		add("there is no heading")
	}
	if !noindex && description == "" {
		add("the page is listed and has no description")
	}
	if len([]rune(description)) > 300 {
		add("the description has %d characters", len([]rune(description)))
	}
	return faults
}

var date = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)

// accessibleText returns the text of an element, including its labels and the texts of its pictures.
func accessibleText(n *html.Node) string {
	var b strings.Builder
	b.WriteString(attribute(n, "aria-label") + attribute(n, "aria-labelledby"))
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
		b.WriteString(attribute(c, "alt") + attribute(c, "aria-label"))
	}
	return strings.TrimSpace(b.String())
}

// isFilledByScript reports whether an element is hidden until a script has filled it.
func isFilledByScript(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if has(n, "hidden") || n.Data == "noscript" || strings.Contains(attribute(n, "class"), "scripted") {
			return true
		}
	}
	return false
}

// Each kind of fault is reported: it is planted in a page that has no other fault.
func TestFaultsOfPagesAreFound(t *testing.T) {
	const sound = `<html lang="zh"><title>t</title><meta name="description" content="d"><h1>一</h1><h2>二</h2>`
	for _, test := range []struct{ page, want string }{
		{sound, ""},
		{sound + `<p id="a"></p><p id="a"></p>`, "the id a stands 2 times"},
		{sound + `<a href="">x</a>`, "<a> has an empty href"},
		{sound + `<p aria-describedby="a b" id="a"></p>`, "aria-describedby of <p> names #b, which is not there"},
		{sound + `<label for="x">x</label>`, "for of <label> names #x, which is not there"},
		{sound + `<button class="b"> </button>`, `<button class="b"> says nothing`},
		{sound + `<button hidden></button>`, ""},
		{sound + `<a href="x"><img src="x" alt="图"></a>`, ""},
		{sound + `<h4>四</h4>`, "a heading of level 4 follows one of level 2: 四"},
		{sound + `<h1>又</h1>`, "a heading of level 1 follows one of level 2: 又"},
		{sound + `<svg></svg>`, `an <svg class=""> is neither hidden nor named`},
		{sound + `<svg aria-hidden="true"><polygon/></svg>`, "a <polygon> without points"},
		{sound + `<output name="a">1</output><output name="a">1</output>`, `the output "a" has no name of its own`},
		{sound + `<time datetime="2027-1-1">x</time>`, `<time> is of "2027-1-1"`},
		{strings.Replace(sound, `content="d"`, `content=""`, 1), "<meta> has an empty content; the page is listed and has no description"},
		{strings.Replace(sound, `name="description" content="d"`, `name="robots" content="noindex"`, 1), ""},
		{strings.Replace(sound, `>t<`, `><`, 1), `<title class=""> says nothing`},
	} {
		root, err := html.Parse(strings.NewReader(test.page))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(documentOf(root).faults(), "; "); got != test.want {
			t.Errorf("%s\nhas %q, want %q", test.page, got, test.want)
		}
	}
}

// The links to the arithmetic of a worksheet are at least 24 pixels high, and make no row higher.
func TestTargetsOfAWorksheet(t *testing.T) {
	b := browsertest.New(t, host(t, "/"))
	for _, width := range []int64{1280, 390} {
		b.Resize(width, 900)
		b.Open(worksheet)
		faults := browsertest.Eval[[]string](b, `(() => {
			document.querySelectorAll("details:not(.reckoning, [data-more])").forEach((d) => { d.open = true; });
			const links = [...document.querySelectorAll(".reckoning summary")];
			const rows = () => links.map((link) => link.closest("li, dl > div, section").offsetHeight).join();
			const low = links.filter((link) => link.getBoundingClientRect().height < 24).map((link) => link.textContent);
			const before = rows();
			links.forEach((link) => { link.style.padding = "0"; });
			return [...low, ...(before === rows() ? [] : ["the rows"]), ...(links.length > 10 ? [] : [String(links.length)])];
		})()`)
		if len(faults) > 0 {
			t.Errorf("at %d pixels these are less than 24 high, or others are higher for them: %q", width, faults)
		}
	}
}

// Links in the details of a glossary entry are at least 24 pixels high.
func TestTargetsOfTheGlossary(t *testing.T) {
	small, _ := buildSmall()
	b := browsertest.New(t, hostTree(t, small, "/"))
	for _, width := range []int64{1280, 390} {
		b.Resize(width, 900)
		b.Open("glossary.html")
		low := browsertest.Eval[[]string](b, `(() => {
			for (const details of document.querySelectorAll("details.used")) details.open = true;
			return [...document.querySelectorAll(".used summary, .used a, .see a")].filter((e) => e.getBoundingClientRect().height < 24)
				.map((e) => e.textContent + ": " + e.getBoundingClientRect().height);
		})()`)
		if len(low) > 0 {
			t.Errorf("at %d pixels these are less than 24 high: %q", width, low)
		}
	}
}
