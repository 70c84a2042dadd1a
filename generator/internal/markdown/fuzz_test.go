package markdown

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"cairn/generator/internal/link"
)

// tag is every tag that the writer can write.
var tag = regexp.MustCompile(`^</?(a|aside|blockquote|br|code|dd|del|div|dl|dt|em|h[1-6]|hr|img|input|label|li|ol|p|pre|section|strong|sup|table|tbody|td|th|thead|tr|ul)( [a-z-]+(="[^"<>]*")?)*>`)

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		"# a\n\n[b](c.md) ![d](e.png)", "> [!TIP]\n> x", "- [ ] a\n  - [x] b", "|a|b|\n|-|-|\n|[c](d)|e|", "a[^1]\n\n[^1]: b", "<script>x</script>",
		"[a](javascript&colon;b)", "**“a”**b_c_", "a\n: b", "&#0; &#106;", "[a]: b\n\n[a]", "![a [b](c) ![d](e)](f) [g ![h](i)](j)", "a_b_c@d.e https://f.g *www.h.i*",
		"# [a](b) ![c](d)[^1]\n\n## e[^1]\n\n[^1]: f[^2]\n\n[^2]: g[^1]\n", "```\"><x>\na", "a\x00b", "a[^2]\n\n[^2]: # b", "~~a~~ ~b~", "[_a_b@c.d](e) _a[b_c@d.e",
	} {
		f.Add(seed)
	}
	p := newParser()
	f.Fuzz(func(t *testing.T, source string) {
		d, _ := p.Parse("p.md", source, 0)
		html := d.Render(asWritten)
		for rest := html; ; {
			i := strings.IndexAny(rest, "<>")
			if i < 0 {
				break
			}
			match := tag.FindString(rest[i:])
			if match == "" {
				t.Fatalf("%q gives %q with no tag of ours at %q", source, html, rest[i:])
			}
			rest = rest[i+len(match):]
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
