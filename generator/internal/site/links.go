package site

import (
	"iter"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"

	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/link"
	"cairn/generator/internal/markdown"
)

// Target is the resolved destination of a link.
type Target struct {
	Path     string // an address of this site: tracks/saas.html; "" for an external or broken link
	Fragment string // #anchor, or ""
	URL      string // the destination as written, of an external or broken link
	Former   string // the anchor as written, if it is a former anchor of the heading
	Absent   bool   // the page is unpublished: the link is shown as plain text
	Quote    *Quote // of a link whose text states a value of a worksheet
}

// resolveLinks sets the targets of all links and the backlinks of all pages.
func (a *assembler) resolveLinks() {
	a.linkable = sync.OnceValue(a.listLinkable)
	a.byNFCPath = map[string]string{}
	for _, files := range []iter.Seq[string]{slices.Values(a.site.Assets), maps.Keys(a.site.bySource), maps.Keys(a.site.absent)} {
		for file := range files {
			if composed := norm.NFC.String(file); composed != file {
				a.byNFCPath[composed] = max(file, a.byNFCPath[composed]) // one of them in every build
			}
		}
	}
	for _, p := range a.site.Pages {
		if p.Document != nil {
			p.Targets = make([]Target, len(p.Document.Links))
			for i, l := range p.Document.Links {
				p.Targets[i] = a.resolve(p, p.Source, l, p.Document.InHeading(l))
			}
		}
	}
	for _, p := range a.site.Pages {
		if p.Assessment == nil {
			continue
		}
		p.Targets = make([]Target, len(p.Assessment.Scales))
		for i, scale := range p.Assessment.Scales {
			if scale.Link != nil {
				p.Targets[i] = a.resolve(p, p.Source, *scale.Link, false)
			}
		}
	}
	for _, slot := range a.site.SlotTexts {
		slot.Targets = make([]Target, len(slot.Document.Links))
		for i, l := range slot.Document.Links {
			slot.Targets[i] = a.resolve(a.site.Home, slot.Source, l, slot.Document.InHeading(l))
		}
	}
	for _, term := range a.site.Terms {
		term.Targets = make([]Target, len(term.Document.Links))
		page := a.site.bySource[GlossaryFile]
		for i, l := range term.Document.Links {
			term.Targets[i] = a.resolve(page, GlossaryFile, l, term.Document.InHeading(l))
		}
	}
}

// listLinkable returns the published files in sorted order. They are the candidates when a
// broken link needs a suggestion.
func (a *assembler) listLinkable() []string {
	files := slices.Clone(a.site.Assets)
	for source := range a.site.bySource {
		files = append(files, source)
	}
	slices.Sort(files)
	return files
}

// resolve returns the target of a link that is written in the file source and shown on the
// page from. It reports a broken link, with a suggestion.
func (a *assembler) resolve(from *Page, source string, l markdown.Link, inHeading bool) Target {
	destination, fragment, _ := strings.Cut(l.Destination, "#")
	destination, _, _ = strings.Cut(destination, "?")
	if link.Scheme(l.Destination) != "" || strings.HasPrefix(destination, "//") {
		return a.external(l)
	}
	if destination == "" {
		return a.toPage(from, fragment, l, "")
	}
	file, ok := a.file(source, destination, l)
	if !ok {
		return Target{URL: l.Destination}
	}
	if target := a.site.bySource[file]; target != nil {
		if l.Image {
			a.report(diag.Errorf(l.Place, "page-as-picture", "the picture %s is a page", l.Destination).
				WithHelp("to link to the page, remove the ! before the bracket"))
		}
		a.addBacklink(from, target)
		if target.Goal != nil && fragment != "" {
			return a.toValue(target, fragment, l, inHeading)
		}
		return a.toPage(target, fragment, l, file)
	}
	if a.isAsset[file] {
		t := Target{Path: Address(file)}
		if fragment != "" {
			t.Fragment = "#" + fragment
		}
		return t
	}
	if absent := a.site.absent[file]; absent != nil && !l.Image {
		a.report(absentLink(l, absent))
		return Target{Absent: true}
	}
	if to := a.byAlias[Address(file)]; to != nil && !l.Image {
		a.report(a.movedLink(source, l, file, to))
		a.addBacklink(from, to)
		return a.toPage(to, fragment, l, to.Source)
	}
	a.report(a.brokenLink(source, l, file))
	return Target{URL: l.Destination}
}

// external returns the target of a link to another host. It reports an external picture,
// because the page would have to request it from that host.
func (a *assembler) external(l markdown.Link) Target {
	if l.Image {
		a.report(diag.Errorf(l.Place, "external-picture", "the picture %s is on another host", l.Destination).
			WithHelp("put the file beside the page and use it from there"))
	}
	return Target{URL: l.Destination}
}

// file returns the path of the source file that a relative destination names, whether or
// not the file exists. It reports absolute paths and paths outside content/.
func (a *assembler) file(source, destination string, l markdown.Link) (string, bool) {
	name := link.Unescape(destination)
	if strings.HasPrefix(name, "/") {
		a.report(a.absoluteLink(source, l, path.Join(content.Root, name)))
		return "", false
	}
	file := path.Join(path.Dir(source), name)
	if file != content.Root && !strings.HasPrefix(file, content.Root+"/") {
		a.report(diag.Errorf(l.DestinationAt, "link-outside", "the link %s leads out of %s/", l.Destination, content.Root).
			WithHelp("move the file into %s/, or link to its URL", content.Root))
		return "", false
	}
	return a.matchNormalForm(file), true
}

// matchNormalForm returns the existing file whose path equals the given path in NFC, or the
// path in NFC if there is none. macOS decomposes accents in some file names, while authors
// type links in composed form.
func (a *assembler) matchNormalForm(file string) string {
	if a.exists(file) {
		return file
	}
	composed := norm.NFC.String(file)
	for _, candidate := range []string{composed, a.byNFCPath[composed]} {
		if a.exists(candidate) {
			return candidate
		}
	}
	return composed
}

func (a *assembler) exists(file string) bool {
	return a.site.bySource[file] != nil || a.site.absent[file] != nil || a.isAsset[file]
}

// toPage returns the target of a link to a page. file is the source of the page for the
// diagnostics of a broken anchor; it is "" if the link is on the page itself.
func (a *assembler) toPage(to *Page, fragment string, l markdown.Link, file string) Target {
	if fragment == "" {
		return Target{Path: to.Path}
	}
	written := decodeFragment(fragment)
	t := Target{Path: to.Path, Fragment: "#" + a.resolveAnchor(to, written, l.DestinationAt, file)}
	if t.Fragment != "#"+written {
		t.Former = written
	}
	if to.Quoted && to.Document != nil && !to.Document.Unread && !l.Image {
		a.checkStated(to, t.Fragment[1:], l)
	}
	return t
}

// resolveAnchor returns the current anchor of the heading that has or formerly had the
// given anchor. It reports an anchor that no heading has, and returns it unchanged.
func (a *assembler) resolveAnchor(target *Page, name string, at diag.Place, file string) string {
	known := a.anchors(target)
	if known == nil || known[name] {
		return name
	}
	if target.Document != nil {
		if current := target.Document.Anchor(name); current != "" {
			return current
		}
	}
	a.report(brokenAnchor(at, name, known, file))
	return name
}

// decodeFragment returns the anchor that the fragment of a link names.
func decodeFragment(fragment string) string { return norm.NFC.String(link.Unescape(fragment)) }

// nearestAnchor returns the anchor that an author most likely meant, or "". Authors often
// write the text of a term or heading instead of its anchor; otherwise the anchor with the
// smallest edit distance is returned.
func nearestAnchor(anchor string, known map[string]bool) string {
	for _, id := range []string{spelledAnchor(anchor), markdown.Anchor(anchor), markdown.FormerAnchor(anchor)} {
		if known[id] {
			return id
		}
	}
	return diag.Nearest(anchor, slices.Sorted(maps.Keys(known)))
}

// anchors returns the set of a page's anchors. It returns nil, which permits any anchor, if
// part of the page could not be read or a layout makes the page's anchors.
func (a *assembler) anchors(p *Page) map[string]bool {
	switch {
	case p.Document != nil && p.Document.Unread, p.Layout == LayoutGlossary && a.TermsUnread:
		return nil
	case p.Document != nil:
		return headingAnchors(p)
	case p.Goal != nil && !p.Goal.Unread:
		return a.valueNames(p)
	case p.Layout == LayoutGlossary:
		known := map[string]bool{}
		for _, term := range a.site.Terms {
			known[term.ID] = true
		}
		return known
	}
	return nil
}

func headingAnchors(p *Page) map[string]bool {
	known := map[string]bool{}
	for _, h := range p.Document.Headings {
		if h.ID != "" {
			known[h.ID] = true
		}
	}
	return known
}

func brokenAnchor(at diag.Place, anchor string, known map[string]bool, file string) diag.Fault {
	f := diag.Errorf(at, "broken-anchor", "there is no heading #%s on this page", anchor)
	if file != "" {
		f.Message = diag.Textf("there is no heading #%s in %s", anchor, file)
	}
	if near := nearestAnchor(anchor, known); near != "" {
		return f.WithHelp("did you mean #%s?", near)
	}
	choices := slices.Sorted(maps.Keys(known))
	if len(choices) == 0 {
		if file == "" {
			return f.WithHelp("the page has no headings; remove the link")
		}
		return f.WithHelp("that page has no headings; remove the # part of the link")
	}
	return f.WithHelp("the headings are %s", "#"+strings.Join(choices[:min(len(choices), 8)], ", #"))
}

// addBacklink records that a page links to another. Links of the home page are not
// recorded: it links to many pages as part of the navigation.
func (a *assembler) addBacklink(from, to *Page) {
	if from != to && from.Layout != LayoutHome && !slices.Contains(to.Backlinks, from) {
		to.Backlinks = append(to.Backlinks, from)
	}
}
