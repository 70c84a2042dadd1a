package site

import (
	"maps"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/link"
	"cairn/generator/internal/markdown"
)

// Target is where a link of a page leads.
type Target struct {
	Path     string // of this site: tracks/saas.html; "" for a link that leaves it
	Fragment string // with its #
	URL      string // of a link that leaves the site, or of one that leads nowhere
	Former   string // the anchor that the link is written with, if that of Fragment has taken its place
	Absent   bool   // it leads to a page that is not for readers, and is no link
}

// resolveLinks finds the target of every link, and from them who links to whom.
func (a *assembler) resolveLinks() {
	files := a.linkable()
	a.decomposed = map[string]string{}
	for _, file := range slices.Concat(files, slices.Collect(maps.Keys(a.site.absent))) {
		if !norm.NFC.IsNormalString(file) {
			a.decomposed[norm.NFC.String(file)] = file
		}
	}
	for _, p := range a.site.Pages {
		if p.Document != nil {
			p.Targets = make([]Target, len(p.Document.Links))
			for i, l := range p.Document.Links {
				p.Targets[i] = a.resolve(p, p.Source, l, files)
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
				p.Targets[i] = a.resolve(p, p.Source, *scale.Link, files)
			}
		}
	}
	for _, slot := range a.site.SlotTexts {
		slot.Targets = make([]Target, len(slot.Document.Links))
		for i, l := range slot.Document.Links {
			slot.Targets[i] = a.resolve(a.site.Home, slot.Source, l, files)
		}
	}
	for _, term := range a.site.Terms {
		term.Targets = make([]Target, len(term.Document.Links))
		page := a.site.bySource[GlossaryFile]
		for i, l := range term.Document.Links {
			term.Targets[i] = a.resolve(page, GlossaryFile, l, files)
		}
	}
}

// linkable lists the files that a link may lead to, for the nearest match.
func (a *assembler) linkable() []string {
	files := slices.Clone(a.site.Assets)
	for source := range a.site.bySource {
		files = append(files, source)
	}
	slices.Sort(files)
	return files
}

func (a *assembler) resolve(from *Page, source string, l markdown.Link, files []string) Target {
	destination, fragment, _ := strings.Cut(l.Destination, "#")
	destination, _, _ = strings.Cut(destination, "?")
	if link.Scheme(l.Destination) != "" || strings.HasPrefix(destination, "//") {
		return a.external(l)
	}
	if destination == "" {
		return a.toPage(from, fragment, l, "")
	}
	file, ok := a.file(source, destination, l, files)
	if !ok {
		return Target{URL: l.Destination}
	}
	if target := a.site.bySource[file]; target != nil {
		if l.Image {
			a.report(diag.Errorf(l.Place, "page-as-picture", "the picture %s is a page", l.Destination).
				WithHelp("leave out the ! before the bracket to link to it"))
		}
		a.addBacklink(from, target)
		return a.toPage(target, fragment, l, file)
	}
	if slices.Contains(a.site.Assets, file) {
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
	if to := a.moved[Address(file)]; to != nil && !l.Image {
		a.report(a.movedLink(source, l, file, to))
		a.addBacklink(from, to)
		return a.toPage(to, fragment, l, to.Source)
	}
	a.report(a.brokenLink(source, l, file, files))
	return Target{URL: l.Destination}
}

// external is a link that leaves the site. A picture must not: the page would ask
// another host for it.
func (a *assembler) external(l markdown.Link) Target {
	if l.Image {
		a.report(diag.Errorf(l.Place, "external-picture", "the picture %s is on another host", l.Destination).
			WithHelp("put the file beside the page and link to it there"))
	}
	return Target{URL: l.Destination}
}

// file is the source that a relative destination names.
func (a *assembler) file(source, destination string, l markdown.Link, files []string) (string, bool) {
	name := link.Unescape(destination)
	if strings.HasPrefix(name, "/") {
		a.report(a.absoluteLink(source, l, path.Join(content.Root, name), files))
		return "", false
	}
	file := path.Join(path.Dir(source), name)
	if file != content.Root && !strings.HasPrefix(file, content.Root+"/") {
		a.report(diag.Errorf(l.DestinationAt, "link-outside", "the link %s leads out of %s/", l.Destination, content.Root).
			WithHelp("move the file into %s/, or link to its address on the web", content.Root))
		return "", false
	}
	return a.spelled(file), true
}

// spelled is the existing file that a path names, whichever form its accents have: macOS
// decomposes some file names, while links are typed composed.
func (a *assembler) spelled(file string) string {
	composed := norm.NFC.String(file)
	for _, spelling := range []string{file, composed, a.decomposed[composed]} {
		if a.exists(spelling) {
			return spelling
		}
	}
	return composed
}

func (a *assembler) exists(file string) bool {
	return a.site.bySource[file] != nil || a.site.absent[file] != nil || slices.Contains(a.site.Assets, file)
}

// toPage resolves a link to a page. where is the file in which the anchor must stand, ""
// for the file of the link itself.
func (a *assembler) toPage(to *Page, fragment string, l markdown.Link, where string) Target {
	if fragment == "" {
		return Target{Path: to.Path}
	}
	written := readFragment(fragment)
	t := Target{Path: to.Path, Fragment: "#" + a.anchor(to, written, l.DestinationAt, where)}
	if t.Fragment != "#"+written {
		t.Former = written
	}
	return t
}

// anchor resolves an anchor of a page to the current anchor of the heading that has or
// formerly had it, and reports one that leads nowhere.
func (a *assembler) anchor(target *Page, name string, at diag.Place, where string) string {
	known := a.anchors(target)
	if known == nil || known[name] {
		return name
	}
	if target.Document != nil {
		if current := target.Document.Anchor(name); current != "" {
			return current
		}
	}
	a.report(brokenAnchor(at, name, known, where))
	return name
}

// readFragment is the anchor that a fragment of a link names.
func readFragment(fragment string) string { return norm.NFC.String(link.Unescape(fragment)) }

// nearestAnchor is the anchor that an author most likely meant: that of the
// term or the heading in her words, capital and small letters alike, or one that is written
// nearly so.
func nearestAnchor(anchor string, known map[string]bool) string {
	for _, id := range []string{spelledAnchor(anchor), markdown.Anchor(anchor), markdown.FormerAnchor(anchor)} {
		if known[id] {
			return id
		}
	}
	return diag.Nearest(anchor, slices.Sorted(maps.Keys(known)))
}

// anchors are the anchors of a page; nil where they are not known.
func (a *assembler) anchors(p *Page) map[string]bool {
	switch {
	case p.Document != nil && p.Document.Unread, p.Layout == LayoutGlossary && a.TermsUnread:
		return nil
	case p.Document != nil:
		return anchors(p)
	case p.Layout == LayoutGlossary:
		known := map[string]bool{}
		for _, term := range a.site.Terms {
			known[term.ID] = true
		}
		return known
	}
	return nil
}

func anchors(p *Page) map[string]bool {
	known := map[string]bool{}
	for _, h := range p.Document.Headings {
		if h.ID != "" {
			known[h.ID] = true
		}
	}
	return known
}

func brokenAnchor(at diag.Place, anchor string, known map[string]bool, where string) diag.Fault {
	f := diag.Errorf(at, "broken-anchor", "there is no heading #%s in this page", anchor)
	if where != "" {
		f.Message = diag.Textf("there is no heading #%s in %s", anchor, where)
	}
	if near := nearestAnchor(anchor, known); near != "" {
		return f.WithHelp("did you mean #%s?", near)
	}
	choices := slices.Sorted(maps.Keys(known))
	if len(choices) == 0 {
		if where == "" {
			return f.WithHelp("it has no headings; take the link out")
		}
		return f.WithHelp("it has no headings; link to the page without #")
	}
	return f.WithHelp("it has %s", "#"+strings.Join(choices[:min(len(choices), 8)], ", #"))
}

func (a *assembler) addBacklink(from, to *Page) {
	if from != to && from.Layout != LayoutHome && !slices.Contains(to.Backlinks, from) {
		to.Backlinks = append(to.Backlinks, from)
	}
}
