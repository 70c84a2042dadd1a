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

// tag matches every tag that the writer may write, with the attributes it may have.
var tag = regexp.MustCompile(`^</?(a|aside|b|blockquote|br|button|code|dd|del|div|dl|dt|em|figcaption|figure|h[1-6]|hr|img|input|label|li|ol|p|pre|section|span|strong|sup|table|tbody|td|th|thead|tr|ul|path|polygon|rect|svg|text)` +
	`( (alt|aria-label|autocomplete|checked|class|data-enlarge|data-key|data-label|data-place|data-task|decoding|disabled|href|id|loading|rel|role|scope|src|start|tabindex|title|type|viewBox|d|x|y|width|height|points|font-size|text-anchor|stroke-dasharray)(="[^"<>]*")?)*/?>`)

// address matches an attribute that holds an address.
var address = regexp.MustCompile(` (?:href|src)="([^"]*)"`)

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"# a\n\n[b](c.md) ![d](e.png)", "> [!TIP]\n> x", "- [ ] a\n  - [x] b", "|a|b|\n|-|-|\n|[c](d)|e|", "a[^1]\n\n[^1]: b", "<script>x</script>",
		"[a](javascript&colon;b)", "**“a”**b_c_", "a\n: b", "&#0; &#106;", "[a]: b\n\n[a]", "![a [b](c) ![d](e)](f) [g ![h](i)](j)", "a_b_c@d.e https://f.g *www.h.i*",
		"# [a](b) ![c](d)[^1]\n\n## e[^1]\n\n[^1]: f[^2]\n\n[^2]: g[^1]\n", "```\"><x>\na", "a\x00b", "a[^2]\n\n[^2]: # b", "~~a~~ ~b~", "[_a_b@c.d](e) _a[b_c@d.e",
		"[a](java&Tab;script:x) ![b](\u0001javascript:y) <JaVaScRiPt:z>", "## __proto__\n\n## location\n\n## __proto__", "```toml funnel\nsteps = [{ name = \"<b>\", number = 2 }, { name = \"\\\"\", number = 1 }]\n```\n\n*a [b](c)*\n", "![a](b)\n*c*\n\n*d*\n\n![e](f)\n\n*g*", "# a {#b}\n\n## b\n\n## b {#c d}\n\nx\n{#y}\n===\n\n# {#z}", "## !\n\n## -a-\n\n## a\n\n## a 1\n\n## a", "![x](a.png \"\\\" onerror=\\\"x\")", "``` a\" onclick=\"x\nb\n```", "[x]: data&colon;a\n\n[x]",
		"> **a**: “b”\n>\n> （c[d](e)）\n>\n> **别这样：** `f`\n>\n> **这样**：\n> g\n> **h**: i", "[^2]\n[^2]:#", "> **a\\:** b\n>\n> **&#0;<i>**：c\n>\n> a：“b”",
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
			if !hasAllowedScheme(m[1]) {
				t.Fatalf("%q leads to %q", source, m[1])
			}
		}
		at := 0
		for _, l := range d.Links {
			if l.Hole < at || l.Hole > len(d.HTML) || !strings.HasSuffix(d.HTML[:l.Hole], `="`) || !strings.HasPrefix(d.HTML[l.Hole:], `"`) {
				t.Fatalf("the hole of %v is not in an attribute of %q", l, d.HTML)
			}
			if l.Place.Offset < 0 || l.Place.Offset >= len(source) || !link.IsSafe(l.Destination) {
				t.Fatalf("%q gives the link %v", source, l)
			}
			at = l.Hole
		}
		ids, sections := map[string]bool{}, d.Sections[1:]
		for _, h := range d.Headings {
			for _, id := range append([]string{h.ID}, h.Former...) {
				if id == "" && id == h.ID {
					continue
				}
				if ids[id] || id == "" || strings.ContainsAny(id, " \t\n") || !strings.Contains(written, ` id="`+id+`"`) || d.Anchor(id) != h.ID {
					t.Fatalf("%q gives the heading %v", source, h)
				}
				ids[id] = true
			}
			if h.Outer == d.Title.Outer {
				continue // the title begins no section
			}
			if len(sections) == 0 || sections[0].Anchor != h.ID {
				t.Fatalf("%q gives the heading %v and the sections %v", source, h, sections)
			}
			sections = sections[1:]
		}
		if len(sections) > 0 || strings.Count(written, ` id="`) != len(ids)+strings.Count(written, ` id="fn`) {
			t.Fatalf("%q gives %v and the sections %v", source, ids, sections)
		}
		whole, title := d.Title.Outer, d.RenderPart(d.Title.Inner, asWritten)
		if without := d.Render(asWritten, Edit{Span: whole}); d.Title.ID != "" && (!strings.Contains(written, `<h1 id="`+d.Title.ID+`">`) || len(without)+len(d.RenderPart(whole, asWritten)) != len(written) ||
			!strings.Contains(d.RenderPart(whole, asWritten), title)) {
			t.Fatalf("%q has the title %q and without it is %q", source, title, without)
		}
		for _, s := range d.Sections {
			if utf8.ValidString(source) && !utf8.ValidString(s.Text) {
				t.Fatalf("%q gives the text %q", source, s.Text)
			}
		}
	})
}

// hasAllowedScheme decodes an address as a browser does and reports whether it has no scheme
// or an allowed one. A browser resolves entities and ignores spaces and control characters.
func hasAllowedScheme(address string) bool {
	read := strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return unicode.ToLower(r)
	}, html.UnescapeString(address))
	name := regexp.MustCompile(`^[a-z][a-z0-9+.-]*:`).FindString(read)
	return name == "" || slices.Contains([]string{"http:", "https:", "mailto:", "tel:"}, name)
}
