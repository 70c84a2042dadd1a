package assets

import (
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// rule is a rule of a style sheet: what it stands in, from the outside, its
// selector or the head of an at-rule, and its declarations.
type rule struct {
	within       []string
	head         string
	declarations []declaration
}

type declaration struct{ property, value string }

// parseRules reads a style sheet as the bundler writes it, without comments.
func parseRules(css string) []rule {
	var rules []rule
	var open []int // the rules that are open, by index
	start, depth := 0, 0
	var quote byte
	finish := func(end int) {
		text := strings.TrimSpace(css[start:end])
		if property, value, ok := strings.Cut(text, ":"); ok && len(open) > 0 && !strings.HasPrefix(text, "@") {
			r := &rules[open[len(open)-1]]
			r.declarations = append(r.declarations, declaration{property, strings.TrimSpace(value)})
		} else if text != "" { // a statement as @layer a, b;
			rules = append(rules, rule{head: text})
		}
	}
	for i := 0; i < len(css); i++ {
		switch c := css[i]; {
		case quote != 0:
			if c == '\\' {
				i++
			} else if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '(':
			depth++
		case c == ')':
			depth--
		case depth > 0:
		case c == '{':
			r := rule{head: strings.TrimSpace(css[start:i])}
			for _, outer := range open {
				r.within = append(r.within, rules[outer].head)
			}
			open = append(open, len(rules))
			rules = append(rules, r)
			start = i + 1
		case c == ';':
			finish(i)
			start = i + 1
		case c == '}':
			finish(i)
			open = open[:len(open)-1]
			start = i + 1
		}
	}
	return rules
}

// What is newer than one of floor, by how it is written. What is in none of
// these is taken for old enough.
var (
	newerAtRules = regexp.MustCompile(`^@(container|property|scope|starting-style|view-transition|position-try|font-palette-values|function|bottom-right|bottom-left|top-right|top-left)\b`)
	newerQueries = regexp.MustCompile(`[<>]|\b(scripting|update|overflow-block|prefers-reduced-transparency|prefers-reduced-data|inverted-colors|dynamic-range)\b`)
	// A browser drops the whole rule of a selector that it does not know.
	newerSelectors = regexp.MustCompile(`&|:has\(|:dir\(|:open\b|:popover-open|:modal\b|:user-(in)?valid|:state\(|:active-view-transition|:nth-(last-)?child\([^)]* of |` +
		`::(target-text|details-content|highlight|view-transition|spelling-error|grammar-error|scroll-|column\b|checkmark|picker)`)
	// A browser drops a declaration whose value it does not know, unless there
	// is a var() in it: then the property has no value at all.
	newerValues = regexp.MustCompile(`\b(light-dark|color-mix|oklch|oklab|lch|lab|color|contrast-color|anchor|anchor-size|image-set|linear|round|mod|rem|sin|cos|tan|asin|acos|atan|atan2|pow|sqrt|hypot|log|exp|abs|sign|calc-size|sibling-index|if|random|shape|xywh|rect|scroll|view)\(|` +
		`\b(rgba?|hsla?|hwb)\(from\b|\b[\d.]+([sdl]v([whib]|min|max)|cq([whib]|min|max)|r?lh|rcap|r?ic|cap)\b|` +
		`\b(subgrid|masonry|allow-discrete|revert-layer|auto-phrase)\b`)
	newerProperties = regexp.MustCompile(`^(text-wrap(-mode|-style)?|text-autospace|text-spacing-trim|text-box.*|field-sizing|content-visibility|contain-intrinsic-.*|scrollbar-(width|color|gutter)|animation-(timeline|range.*|composition)|view-transition-.*|` +
		`anchor-name|position-(anchor|area|try.*)|container.*|font-synthesis-.*|font-palette|hyphenate-.*|initial-letter|mask.*|offset.*|rotate|scale|translate|backdrop-filter|margin-trim|interpolate-size|transition-behavior|overlay|reading-.*|white-space-collapse|ruby-.*)$`)
)

// ornaments are what is newer and may be missing, and what is lost then.
var ornaments = map[string]string{
	"text-wrap":              "headings break less evenly",
	"text-autospace":         "no space between Han and Latin",
	"text-spacing-trim":      "punctuation at a line's start is not trimmed",
	"field-sizing":           "a long text scrolls in its field",
	"content-visibility":     "a book is laid out as a whole",
	"contain-intrinsic-size": "belongs to content-visibility",
	"scrollbar-width":        "a wider bar",
	"backdrop-filter":        "nothing is blurred behind the masthead",
	"@bottom-right":          "no page numbers but the browser's own",
	":has(":                  "a style that says again what a control shows",
	"::target-text":          "the browser's own colour for what was searched",
}

// faultsOfStyle are what of a style sheet a browser of floor would not understand, and
// would not pass over without harm.
func faultsOfStyle(css string) []string {
	var faults []string
	for _, r := range parseRules(css) {
		tested := slices.ContainsFunc(r.within, func(head string) bool { return strings.HasPrefix(head, "@supports") })
		add := func(what, where string) {
			if _, ok := ornaments[what]; !ok && !tested {
				faults = append(faults, what+" in "+where)
			}
		}
		switch {
		case strings.HasPrefix(r.head, "@media"):
			if m := newerQueries.FindString(r.head); m != "" {
				faults = append(faults, m+" in "+r.head)
			}
		case strings.HasPrefix(r.head, "@"):
			if m := newerAtRules.FindString(r.head); m != "" {
				add(m, r.head)
			}
		default:
			if m := newerSelectors.FindString(r.head); m != "" {
				add(m, r.head)
				if strings.Contains(splitSelectors(r.head), "\n") {
					faults = append(faults, m+" takes its neighbours with it in "+r.head)
				}
			}
		}
		if len(r.declarations) > 0 && len(r.within) == 0 && !strings.HasPrefix(r.head, "@") {
			faults = append(faults, "no layer around "+r.head)
		}
		for i, d := range r.declarations {
			if newerProperties.MatchString(strings.TrimPrefix(d.property, "-webkit-")) && !strings.HasPrefix(d.property, "-webkit-") {
				add(d.property, r.head)
			}
			m := newerValues.FindString(d.value)
			if m == "" || tested {
				continue
			}
			older := slices.ContainsFunc(r.declarations[:i], func(o declaration) bool {
				return o.property == d.property && !newerValues.MatchString(o.value)
			})
			if strings.HasPrefix(d.property, "--") || strings.Contains(d.value, "var(") || !older {
				add(m, r.head+"{"+d.property+":"+d.value+"}")
			}
		}
	}
	return faults
}

// splitSelectors puts the selectors of a list on lines of their own.
func splitSelectors(list string) string {
	depth := 0
	return strings.Map(func(r rune) rune {
		switch {
		case r == '(' || r == '[':
			depth++
		case r == ')' || r == ']':
			depth--
		case r == ',' && depth == 0:
			return '\n'
		}
		return r
	}, list)
}

// newerScript is what of scripts is newer than one of floor and no syntax that
// the bundler rewrites.
var newerScript = regexp.MustCompile(`\.(findLast|findLastIndex|toSorted|toReversed|toSpliced|with|isWellFormed|toWellFormed|union|intersection|difference|isSubsetOf|isSupersetOf|checkVisibility|togglePopover|showPopover|hidePopover|setHTML|startViewTransition|moveBefore|throwIfAborted)\(|` +
	`\b(Object\.groupBy|Map\.groupBy|Array\.fromAsync|Promise\.(withResolvers|try)|URL\.(canParse|parse)|AbortSignal\.(any|timeout)|RegExp\.escape|Iterator\.from|Intl\.(Segmenter|DurationFormat)|CompressionStream|DecompressionStream|CloseWatcher|Highlight|scheduler\.|requestIdleCallback|showSaveFilePicker|Temporal)\b|` +
	`\(\?<[=!]|/[dgimsuy]*v[dgimsuy]*[.,;)]|:has\(|\.(inert|popover)\s*=|"(scrollend|beforetoggle|contentvisibilityautostatechange)"`)

// Styles and scripts of the theme need no newer browser than floor.
func TestFloor(t *testing.T) {
	bundle, faults := Build(os.DirFS("../../.."))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	for _, f := range bundle.Files {
		switch path.Ext(f.Path) {
		case ".css":
			if n := len(parseRules(string(f.Data))); n < 300 {
				t.Errorf("%s has only %d rules", f.Path, n)
			}
			for _, fault := range faultsOfStyle(string(f.Data)) {
				t.Errorf("%s: %s", f.Path, fault)
			}
		case ".js":
			if m := newerScript.Find(f.Data); m != nil {
				t.Errorf("%s: %s", f.Path, m)
			}
		}
	}
}

// The bundler rewrites newer syntax, and the test of the rest finds what harms.
func TestFloorIsHeld(t *testing.T) {
	for text, want := range map[string]string{
		`@layer a { p { & b { color: red } } }`:                                                                              "",
		`@layer a { p { --x: light-dark(red, blue) } }`:                                                                      "light-dark( in p{--x:light-dark(red, blue)}",
		`@layer a { p { color: oklch(1 0 0) } }`:                                                                             "",
		`@layer a { p { color: color-mix(in oklab, red, blue) } }`:                                                           "color-mix( in p{color:color-mix(in oklab,red,blue)}",
		`@layer a { p { color: red; color: color-mix(in oklab, red, currentcolor) } }`:                                       "",
		`@layer a { p { color: red; color: color-mix(in oklab, var(--x), blue) } }`:                                          "color-mix( in p{color:color-mix(in oklab,var(--x),blue)}",
		`@layer a { @supports (color: color-mix(in oklab, red, red)) { p { color: color-mix(in oklab, var(--x), blue) } } }`: "",
		`@layer a { p:has(b) { color: red } }`:                                                                               "",
		`@layer a { p:has(b), i { color: red } }`:                                                                            ":has( takes its neighbours with it in p:has(b),i",
		`@layer a { p { block-size: 100dvh } }`:                                                                              "100dvh in p{block-size:100dvh}",
		`@layer a { p { block-size: 100vh; block-size: 100dvh } }`:                                                           "",
		`@layer a { p { inset: 0 } }`:                                                                                        "",
		`@layer a { p { grid-template-rows: subgrid } }`:                                                                     "subgrid in p{grid-template-rows:subgrid}",
		`@layer a { @container (min-width: 1px) { p { color: red } } }`:                                                      "@container in @container (min-width: 1px)",
		`@layer a { p { container-type: size } }`:                                                                            "container-type in p",
		`@layer a { p { text-wrap: balance } }`:                                                                              "",
		`@property --x { syntax: "*"; inherits: false }`:                                                                     "@property in @property --x",
		`p { color: red }`: "no layer around p",
	} {
		bundle, faults := Build(theme(map[string]string{"static/site.css": text}))
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		if got := strings.Join(faultsOfStyle(strings.TrimSpace(string(bundle.Files[0].Data))), "; "); got != want {
			t.Errorf("%s has the faults %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{
		`console.log([1].findLast((x) => x));`:             ".findLast(",
		`console.log([1].at(-1), structuredClone);`:        "",
		`console.log(/(?<=a)b/.test("ab"));`:               "(?<=",
		`console.log(document.querySelector("p:has(b)"));`: ":has(",
		`console.log(class { static { this.x = 1; } });`:   "",
		`console.log(Object.groupBy([], String));`:         "Object.groupBy",
	} {
		bundle, _ := Build(theme(map[string]string{"static/site.ts": text}))
		data := bundle.Files[0].Data
		if got := string(newerScript.Find(data)); got != want || strings.Contains(string(data), "static{") {
			t.Errorf("%s becomes %s, where %q is found", text, data, got)
		}
	}
}
