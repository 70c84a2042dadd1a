package markdown

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"cairn/generator/internal/link"
)

// tag is every tag that the writer can write, with every attribute.
var tag = regexp.MustCompile(`^</?(a|aside|blockquote|br|code|dd|del|div|dl|dt|em|h[1-6]|hr|img|input|label|li|ol|p|pre|section|strong|sup|table|tbody|td|th|thead|tr|ul)` +
	`( (alt|aria-label|autocomplete|checked|class|data-key|data-place|data-task|decoding|disabled|href|id|loading|rel|role|scope|src|start|tabindex|title|type)(="[^"<>]*")?)*>`)

// address is an attribute that leads somewhere.
var address = regexp.MustCompile(` (?:href|src)="([^"]*)"`)

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"# a\n\n[b](c.md) ![d](e.png)", "> [!TIP]\n> x", "- [ ] a\n  - [x] b", "|a|b|\n|-|-|\n|[c](d)|e|", "a[^1]\n\n[^1]: b", "<script>x</script>",
		"[a](javascript&colon;b)", "**“a”**b_c_", "a\n: b", "&#0; &#106;", "[a]: b\n\n[a]", "![a [b](c) ![d](e)](f) [g ![h](i)](j)", "a_b_c@d.e https://f.g *www.h.i*",
		"# [a](b) ![c](d)[^1]\n\n## e[^1]\n\n[^1]: f[^2]\n\n[^2]: g[^1]\n", "```\"><x>\na", "a\x00b", "a[^2]\n\n[^2]: # b", "~~a~~ ~b~", "[_a_b@c.d](e) _a[b_c@d.e",
		"[a](java&Tab;script:x) ![b](\u0001javascript:y) <JaVaScRiPt:z>", "## __proto__\n\n## location\n\n## __proto__", "![x](a.png \"\\\" onerror=\\\"x\")", "``` a\" onclick=\"x\nb\n```", "[x]: data&colon;a\n\n[x]",
	} {
		f.Add(seed)
	}
	p := newParser()
	f.Fuzz(func(t *testing.T, source string) {
		d, _ := p.Parse("p.md", source, 0)
		written := d.Render(asWritten)
		for rest := written; ; {
			i := strings.IndexAny(rest, "<>")
			if i < 0 {
				break
			}
			match := tag.FindString(rest[i:])
			if match == "" {
				t.Fatalf("%q gives %q with no tag of ours at %q", source, written, rest[i:])
			}
			rest = rest[i+len(match):]
		}
		for _, m := range address.FindAllStringSubmatch(written, -1) {
			if !leadsNowhereElse(m[1]) {
				t.Fatalf("%q leads to %q", source, m[1])
			}
		}
		at := 0
		for _, l := range d.Links {
			if l.Hole < at || l.Hole > len(d.HTML) || !strings.HasSuffix(d.HTML[:l.Hole], `="`) || !strings.HasPrefix(d.HTML[l.Hole:], `"`) {
				t.Fatalf("the hole of %v is not in an attribute of %q", l, d.HTML)
			}
			if l.Place.Offset < 0 || l.Place.Offset >= len(source) || !link.Safe(l.Destination) {
				t.Fatalf("%q gives the link %v", source, l)
			}
			at = l.Hole
		}
		if len(d.Sections) != len(d.Headings)+1 {
			t.Fatalf("%q gives %d headings and %d sections", source, len(d.Headings), len(d.Sections))
		}
		ids := map[string]bool{}
		for i, h := range d.Headings {
			if ids[h.ID] || h.ID == "" || d.Sections[i+1].Anchor != h.ID {
				t.Fatalf("%q gives the heading %v", source, h)
			}
			ids[h.ID] = true
		}
		for _, s := range d.Sections {
			if utf8.ValidString(source) && !utf8.ValidString(s.Text) {
				t.Fatalf("%q gives the text %q", source, s.Text)
			}
		}
	})
}

// leadsNowhereElse reads an address as a browser does: entities, then controls
// and space left out, then the scheme.
func leadsNowhereElse(address string) bool {
	read := strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return unicode.ToLower(r)
	}, html.UnescapeString(address))
	name := regexp.MustCompile(`^[a-z][a-z0-9+.-]*:`).FindString(read)
	return name == "" || slices.Contains([]string{"http:", "https:", "mailto:", "tel:"}, name)
}
