package check

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/forbidden"
	"cairn/generator/internal/site"
)

// ledgerHead is the comment at the top of the ledger.
const ledgerHead = "# What is published and may be linked to from elsewhere; `cairn check` tells what is gone.\n" +
	"# Written by `cairn check --accept`, one address or heading a line, sorted. Keep it with the source.\n"

// UpdateLedger returns the ledger of a site: its addresses and the anchors of its headings,
// sorted, each on a line: tracks/saas.html#续约风险. The source keeps the ledger in the file
// content.Ledger, with which CompareLedger compares a later state of the site. Former
// anchors in the old ledger are kept while a heading still has them.
//
// Lines of a ledger that is read may be unsorted and repeated, as a merge leaves them.
func UpdateLedger(s *site.Site, old string) string {
	var lines []string
	pages := published(s)
	for address, page := range pages {
		lines = append(lines, address)
		if page.Path == address {
			for anchor := range anchors(s, page) {
				lines = append(lines, address+"#"+anchor)
			}
		}
	}
	for _, entry := range entries(old) {
		address, anchor, _ := strings.Cut(entry.text, "#")
		if page := pages[address]; page != nil && page.Path == address && hasAnchor(page, anchor) {
			lines = append(lines, entry.text)
		}
	}
	slices.Sort(lines)
	lines = slices.Compact(lines)
	return ledgerHead + strings.Join(lines, "\n") + "\n"
}

// published returns the pages by address, including former addresses. It leaves out books,
// which come and go with the number of pages, and 404.html, to which nobody links.
func published(s *site.Site) map[string]*site.Page {
	pages := map[string]*site.Page{}
	for _, p := range s.Pages {
		if p.Layout != site.LayoutBook && p.Layout != site.LayoutNotFound && p.Absence == "" {
			pages[p.Path] = p
		}
	}
	for _, r := range s.Redirects {
		if r.To.Absence == "" {
			pages[r.Path] = r.To
		}
	}
	return pages
}

// anchors returns the places of a page's headings and terms by anchor.
func anchors(s *site.Site, p *site.Page) map[string]diag.Place {
	places := map[string]diag.Place{}
	if p.Document != nil {
		for _, h := range p.Document.Headings {
			if h.ID != "" {
				places[h.ID] = h.Place
			}
		}
	}
	if p.Layout == site.LayoutGlossary {
		for _, t := range s.Terms {
			places[t.ID] = t.Place
		}
	}
	return places
}

// hasAnchor reports whether a heading of the page has the anchor or formerly had it.
func hasAnchor(p *site.Page, anchor string) bool {
	return p.Document != nil && p.Document.Anchor(anchor) != ""
}

// ReadLedger returns the text of the ledger in a source, "" if the file is missing.
func ReadLedger(source fs.FS) (string, []diag.Fault) {
	if _, err := fs.Stat(source, content.Ledger); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	data, faults := content.ReadFile(source, content.Ledger)
	if len(faults) > 0 {
		return "", faults
	}
	text := strings.TrimPrefix(string(data), "\ufeff")
	return strings.ReplaceAll(text, "\r\n", "\n"), nil
}

// CompareLedger reports addresses and anchors of a ledger that the site no longer has.
func CompareLedger(s *site.Site, ledger string) []diag.Fault {
	c := comparison{site: s, pages: published(s), reported: map[string]bool{}}
	for _, e := range entries(ledger) {
		c.entry(e.text, diag.Place{File: content.Ledger, Offset: e.offset})
	}
	return c.faults
}

// entry is a line of the ledger: an address, with or without an anchor.
type entry struct {
	text   string
	offset int
}

// entries returns the lines of a ledger without comments and empty lines.
func entries(ledger string) (all []entry) {
	offset := 0
	for line := range strings.Lines(ledger) {
		if text := strings.TrimSpace(line); text != "" && !strings.HasPrefix(text, "#") {
			all = append(all, entry{text, offset})
		}
		offset += len(line)
	}
	return all
}

// comparison collects the faults of a ledger.
type comparison struct {
	site     *site.Site
	pages    map[string]*site.Page // by address
	reported map[string]bool       // vanished addresses
	faults   []diag.Fault
}

// entry checks one line of the ledger.
func (c *comparison) entry(entry string, at diag.Place) {
	address, anchor, _ := strings.Cut(entry, "#")
	page := c.pages[address]
	switch {
	case !strings.HasSuffix(address, ".html"):
		c.faults = append(c.faults, diag.Warnf(at, "bad-entry", "%q is not the address of a page", entry).
			WithHelp("run `cairn check --accept` to write the file again"))
	case page == nil && !c.reported[address]:
		c.reported[address] = true
		c.faults = append(c.faults, c.gonePage(address, at))
	case page != nil && anchor != "":
		c.anchor(page, address, anchor, at)
	}
}

// gonePage describes an address that no page has any more. Its help suggests an alias.
func (c *comparison) gonePage(address string, at diag.Place) diag.Fault {
	f := diag.Warnf(at, "gone-page", "the page %s no longer exists", address)
	if !forbidden.IsPortable(address) {
		return f.WithHelp("this address cannot be an alias, because Windows does not allow such a file name; run `cairn check --accept`")
	}
	if near := c.nearest(address); near != nil {
		return f.WithHelp("if the page is now %s, write aliases = [%q] on that page; if the old address is no longer needed, run `cairn check --accept`", near.Source, address)
	}
	return f.WithHelp("put the page back, or write aliases = [%q] on the page that replaces it; if the old address is no longer needed, run `cairn check --accept`", address)
}

// nearest returns the page that a vanished page has most likely become, or nil: the only
// page of the same file name, or the page of the same folder with the most similar name.
func (c *comparison) nearest(address string) *site.Page {
	folder, name := path.Split(address)
	var sameName, sameFolder []string
	for p, page := range c.pages {
		dir, base := path.Split(p)
		switch {
		case page.Path != p || page.Document == nil || page.Source == "" || base == "index.html":
		case base == name:
			sameName = append(sameName, p)
		case dir == folder:
			sameFolder = append(sameFolder, strings.TrimSuffix(base, ".html"))
		}
	}
	if len(sameName) == 1 {
		return c.pages[sameName[0]]
	}
	slices.Sort(sameFolder)
	return c.pages[folder+diag.Nearest(strings.TrimSuffix(name, ".html"), sameFolder)+".html"]
}

// anchor reports an anchor that the page no longer has. The place is that of the heading
// with the most similar anchor, or else the file of the page.
func (c *comparison) anchor(page *site.Page, address, anchor string, at diag.Place) {
	places := anchors(c.site, page)
	if _, ok := places[anchor]; ok || hasAnchor(page, anchor) || page.Document != nil && page.Document.Unread {
		return
	}
	if page.Source != "" {
		at = diag.WholeFile(page.Source)
	}
	var known []string
	for id := range places {
		known = append(known, id)
	}
	slices.Sort(known)
	near := diag.Nearest(anchor, known)
	if near == "" {
		c.faults = append(c.faults, diag.Warnf(at, "gone-anchor", "the heading #%s no longer exists in %s; links from other sites may point to it", anchor, address).
			WithHelp("put the heading back; if the old anchor is no longer needed, run `cairn check --accept`"))
		return
	}
	c.faults = append(c.faults, diag.Warnf(places[near], "gone-anchor", "the heading #%s no longer exists in %s; links from other sites may point to it", anchor, address).
		WithHelp("the most similar heading is now #%s: restore the old text, or set the old id; if the old anchor is no longer needed, run `cairn check --accept`", near))
}
