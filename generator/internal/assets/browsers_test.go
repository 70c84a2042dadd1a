package assets

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// rule is a rule of a style sheet.
type rule struct {
	ancestors    []string // the heads of the rules that contain it, outermost first
	head         string   // the selector, or an at-rule up to its block
	declarations []declaration
}

type declaration struct{ property, value string }

// parseRules parses a style sheet without comments, which is how the bundler writes it.
func parseRules(css string) []rule {
	var rules []rule
	var open []int // indexes of the rules whose blocks are open
	start, depth := 0, 0
	var quote byte
	finish := func(end int) {
		text := strings.TrimSpace(css[start:end])
		if property, value, ok := strings.Cut(text, ":"); ok && len(open) > 0 && !strings.HasPrefix(text, "@") {
			r := &rules[open[len(open)-1]]
			r.declarations = append(r.declarations, declaration{property, strings.TrimSpace(value)})
		} else if text != "" { // a statement such as @layer a, b;
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
				r.ancestors = append(r.ancestors, rules[outer].head)
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

// CSS features that one of oldestBrowsers does not know. The test takes a feature that none
// of these patterns match for old enough.
var (
	newerAtRules = regexp.MustCompile(`^@(container|property|scope|starting-style|view-transition|position-try|font-palette-values|function|bottom-right|bottom-left|top-right|top-left)\b`)
	newerQueries = regexp.MustCompile(`[<>]|\b(scripting|update|overflow-block|prefers-reduced-transparency|prefers-reduced-data|inverted-colors|dynamic-range)\b`)
	// A browser drops the whole rule if it does not know one selector of the list.
	newerSelectors = regexp.MustCompile(`&|:has\(|:dir\(|:open\b|:popover-open|:modal\b|:user-(in)?valid|:state\(|:active-view-transition|:nth-(last-)?child\([^)]* of |` +
		`::(target-text|details-content|highlight|view-transition|spelling-error|grammar-error|scroll-|column\b|checkmark|picker)`)
	// A browser drops a declaration with a value that it does not know, and an earlier
	// declaration of the property applies. If the value contains var(), the browser cannot
	// drop the declaration, and the property is unset.
	newerValues = regexp.MustCompile(`\b(light-dark|color-mix|oklch|oklab|lch|lab|color|contrast-color|anchor|anchor-size|image-set|linear|round|mod|rem|sin|cos|tan|asin|acos|atan|atan2|pow|sqrt|hypot|log|exp|abs|sign|calc-size|sibling-index|if|random|shape|xywh|rect|scroll|view)\(|` +
		`\b(rgba?|hsla?|hwb)\(from\b|\b[\d.]+([sdl]v([whib]|min|max)|cq([whib]|min|max)|r?lh|rcap|r?ic|cap)\b|` +
		`\b(subgrid|masonry|allow-discrete|revert-layer|auto-phrase)\b`)
	newerProperties = regexp.MustCompile(`^(text-wrap(-mode|-style)?|text-autospace|text-spacing-trim|text-box.*|field-sizing|content-visibility|contain-intrinsic-.*|scrollbar-(width|color|gutter)|animation-(timeline|range.*|composition)|view-transition-.*|` +
		`anchor-name|position-(anchor|area|try.*)|container.*|font-synthesis-.*|font-palette|hyphenate-.*|initial-letter|mask.*|offset.*|rotate|scale|translate|backdrop-filter|margin-trim|interpolate-size|transition-behavior|overlay|reading-.*|white-space-collapse|ruby-.*)$`)
)

// enhancements are newer features that pages can do without, each with its loss in a browser
// that does not know the feature.
var enhancements = map[string]string{
	"text-wrap":              "headings break less evenly",
	"text-autospace":         "no space between Han and Latin",
	"text-spacing-trim":      "punctuation at a line's start is not trimmed",
	"field-sizing":           "a long text scrolls in its field",
	"content-visibility":     "a book is laid out at once, which takes longer",
	"contain-intrinsic-size": "unused without content-visibility",
	"scrollbar-width":        "a wider bar",
	"backdrop-filter":        "text behind the masthead is not blurred",
	"@bottom-right":          "only the browser's own page numbers",
	"@top-left":              "no running head on paper",
	":has(":                  "a control shows its state, but the elements around it do not",
	"::target-text":          "the browser's own colour for the text that a link points to",
	"@view-transition":       "a page appears at once",
	"::view-transition":      "unused without @view-transition",
	"::details-content":      "a folded part of a worksheet is printed only if a script has opened it",
}

// faultsOfStyle returns the uses of CSS features that break pages in one of oldestBrowsers.
// A use is no fault if the feature is one of enhancements, if @supports tests for it, or if
// an earlier declaration of the same property has an older value.
func faultsOfStyle(css string) []string {
	var faults []string
	for _, r := range parseRules(css) {
		isTested := slices.ContainsFunc(r.ancestors, func(head string) bool { return strings.HasPrefix(head, "@supports") })
		add := func(feature, place string) {
			if _, ok := enhancements[feature]; !ok && !isTested {
				faults = append(faults, feature+" in "+place)
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
					faults = append(faults, m+" invalidates the other selectors of "+r.head)
				}
			}
		}
		if len(r.declarations) > 0 && len(r.ancestors) == 0 && !strings.HasPrefix(r.head, "@") {
			faults = append(faults, "no layer around "+r.head)
		}
		for i, d := range r.declarations {
			if newerProperties.MatchString(strings.TrimPrefix(d.property, "-webkit-")) && !strings.HasPrefix(d.property, "-webkit-") {
				add(d.property, r.head)
			}
			m := newerValues.FindString(d.value)
			if m == "" || isTested {
				continue
			}
			hasOlder := slices.ContainsFunc(r.declarations[:i], func(o declaration) bool {
				return o.property == d.property && !newerValues.MatchString(o.value)
			})
			if strings.HasPrefix(d.property, "--") || strings.Contains(d.value, "var(") || !hasOlder {
				add(m, r.head+"{"+d.property+":"+d.value+"}")
			}
		}
	}
	return faults
}

// splitSelectors puts each selector of a list on its own line.
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

// newerScript matches functions and other features of scripts that one of oldestBrowsers
// does not know and that the bundler does not compile.
var newerScript = regexp.MustCompile(`\.(findLast|findLastIndex|toSorted|toReversed|toSpliced|with|isWellFormed|toWellFormed|union|intersection|difference|isSubsetOf|isSupersetOf|checkVisibility|togglePopover|showPopover|hidePopover|setHTML|startViewTransition|moveBefore|throwIfAborted)\(|` +
	`\b(Object\.groupBy|Map\.groupBy|Array\.fromAsync|Promise\.(withResolvers|try)|URL\.(canParse|parse)|AbortSignal\.(any|timeout)|RegExp\.escape|Iterator\.from|Intl\.(Segmenter|DurationFormat)|CompressionStream|DecompressionStream|CloseWatcher|Highlight|scheduler\.|requestIdleCallback|showSaveFilePicker|Temporal)\b|` +
	`\(\?<[=!]|[(,=:!&|?{};]/(?:[^/*\\\n[]|\\.|\[(?:[^\]\\]|\\.)*\])+/[dgimsuy]*v[dgimsuy]*[.,;)]|:has\(|\.(inert|popover)\s*=|"(scrollend|beforetoggle|contentvisibilityautostatechange)"`)

// The styles and scripts of the theme work in the browsers of oldestBrowsers.
func TestThemeWorksInTheOldestBrowsers(t *testing.T) {
	bundle, faults := Build(os.DirFS("../../.."), every)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	total := 0
	for _, f := range bundle.Files {
		switch path.Ext(f.Path) {
		case ".css":
			rules := parseRules(string(f.Data))
			total += len(rules)
			if len(rules) < 8 {
				t.Errorf("%s has only %d rules", f.Path, len(rules))
			}
			for _, fault := range faultsOfStyle(string(f.Data)) {
				t.Errorf("%s, bundled from %s: %s: a browser of oldestBrowsers (assets.go) does not know this; "+
					"add a declaration for it, or the feature to enhancements if the page can do without", f.Path, f.Source, fault)
			}
		case ".js":
			for _, m := range newerScript.FindAllString(string(f.Data), -1) {
				if strings.Contains(string(f.Data), "typeof "+m) {
					continue // the script asks whether the browser knows it
				}
				t.Errorf("%s: a browser of oldestBrowsers (assets.go) does not know %s, and the bundler does not compile it: "+
					"write it without, in %s", f.Path, m, sourcesWith(t, m, f.Source))
			}
		}
	}
	if total < 600 {
		t.Errorf("the style sheets have only %d rules", total)
	}
}

// sourcesWith lists the lines of the theme's scripts that contain text, or returns the
// entry of the bundle if the bundler wrote it in another way.
func sourcesWith(t *testing.T, text, entry string) string {
	t.Helper()
	var found []string
	theme := os.DirFS("../../..")
	err := fs.WalkDir(theme, Root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(file) != ".ts" {
			return err
		}
		data, err := fs.ReadFile(theme, file)
		for i, line := range strings.Split(string(data), "\n") {
			if strings.Contains(line, text) {
				found = append(found, fmt.Sprintf("%s:%d", file, i+1))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		return "a module of " + entry
	}
	return strings.Join(found, ", ")
}

// The bundler compiles newer syntax, and faultsOfStyle and newerScript find the newer
// features that it keeps.
func TestNewerFeaturesAreFound(t *testing.T) {
	for text, want := range map[string]string{
		`@layer a { p { & b { color: red } } }`:                                                                              "",
		`@layer a { p { --x: light-dark(red, blue) } }`:                                                                      "light-dark( in p{--x:light-dark(red, blue)}",
		`@layer a { p { color: oklch(1 0 0) } }`:                                                                             "",
		`@layer a { p { color: color-mix(in oklab, red, blue) } }`:                                                           "color-mix( in p{color:color-mix(in oklab,red,blue)}",
		`@layer a { p { color: red; color: color-mix(in oklab, red, currentcolor) } }`:                                       "",
		`@layer a { p { color: red; color: color-mix(in oklab, var(--x), blue) } }`:                                          "color-mix( in p{color:color-mix(in oklab,var(--x),blue)}",
		`@layer a { @supports (color: color-mix(in oklab, red, red)) { p { color: color-mix(in oklab, var(--x), blue) } } }`: "",
		`@layer a { p:has(b) { color: red } }`:                                                                               "",
		`@layer a { p:has(b), i { color: red } }`:                                                                            ":has( invalidates the other selectors of p:has(b),i",
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
		bundle, faults := Build(theme(map[string]string{"static/site.css": text}), every)
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
		bundle, _ := Build(theme(map[string]string{"static/site.ts": text}), every)
		data := bundle.Files[0].Data
		if got := string(newerScript.Find(data)); got != want || strings.Contains(string(data), "static{") {
			t.Errorf("%s becomes %s, in which the newer feature is %q, want %q", text, data, got, want)
		}
	}
}
