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

// Accepted is the ledger of a site as it stands: its addresses, each with the
// anchors of its headings, a line for each: tracks/saas.html#续约风险. An author
// keeps it with the source, in content.Ledger, and a later check tells what of
// it is gone. Lines may stand in any order and twice, as a merge leaves them.
// A former anchor that it has stays as long as it leads somewhere.
func UpdateLedger(s *site.Site, ledger string) string {
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
	for _, entry := range entries(ledger) {
		address, anchor, _ := strings.Cut(entry.text, "#")
		if page := pages[address]; page != nil && page.Path == address && leadsBy(page, anchor) {
			lines = append(lines, entry.text)
		}
	}
	slices.Sort(lines)
	lines = slices.Compact(lines)
	return ledgerHead + strings.Join(lines, "\n") + "\n"
}

// published are the pages by their addresses, former ones included. A book is
// there or not as the number of pages has it, and nobody links to a 404.
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

// anchors are the anchors of a page that a link may lead to, each with its place.
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

// leadsBy reports whether an anchor is that of a heading of the page, or a former one of
// such a heading.
func leadsBy(p *site.Page, anchor string) bool {
	return p.Document != nil && p.Document.Anchor(anchor) != ""
}

// ReadLedger reads the ledger of a source; "" if there is none.
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

// Kept tells which addresses and anchors of the ledger are gone.
func CompareLedger(s *site.Site, ledger string) []diag.Fault {
	k := keeper{site: s, pages: published(s), told: map[string]bool{}}
	for _, e := range entries(ledger) {
		k.entry(e.text, diag.Place{File: content.Ledger, Offset: e.at})
	}
	return k.faults
}

// entry is one line of the ledger with its byte offset.
type entry struct {
	text string
	at   int
}

func entries(ledger string) (all []entry) {
	at := 0
	for line := range strings.Lines(ledger) {
		if text := strings.TrimSpace(line); text != "" && !strings.HasPrefix(text, "#") {
			all = append(all, entry{text, at})
		}
		at += len(line)
	}
	return all
}

type keeper struct {
	site   *site.Site
	pages  map[string]*site.Page
	told   map[string]bool
	faults []diag.Fault
}

func (k *keeper) entry(entry string, at diag.Place) {
	address, anchor, _ := strings.Cut(entry, "#")
	page := k.pages[address]
	switch {
	case !strings.HasSuffix(address, ".html"):
		k.faults = append(k.faults, diag.Warnf(at, "bad-entry", "%q is no address of a page", entry).
			WithHelp("run `cairn check --accept`, which writes the file anew"))
	case page == nil && !k.told[address]:
		k.told[address] = true
		k.faults = append(k.faults, k.gonePage(address, at))
	case page != nil && anchor != "":
		k.anchor(page, address, anchor, at)
	}
}

// gonePage reports an address that no page has any more.
func (k *keeper) gonePage(address string, at diag.Place) diag.Fault {
	f := diag.Warnf(at, "gone-page", "the page %s is gone", address)
	if !forbidden.IsPortable(address) {
		return f.WithHelp("no alias can stand for it, since Windows cannot have such a name: run `cairn check --accept`")
	}
	if near := k.nearest(address); near != nil {
		return f.WithHelp("if it is %s now, write aliases = [%q] there; if nobody looks for it, run `cairn check --accept`", near.Source, address)
	}
	return f.WithHelp("put it back, or write aliases = [%q] on the page that has its text; if nobody looks for it, run `cairn check --accept`", address)
}

// nearest is the page that an address most likely leads to now: the only one of
// the same name, or one beside it that is called nearly so.
func (k *keeper) nearest(address string) *site.Page {
	folder, name := path.Split(address)
	var sameName, beside []string
	for p, page := range k.pages {
		dir, base := path.Split(p)
		switch {
		case page.Path != p || page.Document == nil || page.Source == "" || base == "index.html":
		case base == name:
			sameName = append(sameName, p)
		case dir == folder:
			beside = append(beside, strings.TrimSuffix(base, ".html"))
		}
	}
	if len(sameName) == 1 {
		return k.pages[sameName[0]]
	}
	slices.Sort(beside)
	return k.pages[folder+diag.Nearest(strings.TrimSuffix(name, ".html"), beside)+".html"]
}

// anchor tells of an anchor that is gone, where its heading most likely stands
// now.
func (k *keeper) anchor(page *site.Page, address, anchor string, at diag.Place) {
	places := anchors(k.site, page)
	if _, ok := places[anchor]; ok || leadsBy(page, anchor) || page.Document != nil && page.Document.Unread {
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
		k.faults = append(k.faults, diag.Warnf(at, "gone-anchor", "there was a heading #%s in %s, and links from elsewhere may lead to it", anchor, address).
			WithHelp("write it again; if nobody looks for it, run `cairn check --accept`"))
		return
	}
	k.faults = append(k.faults, diag.Warnf(places[near], "gone-anchor", "there was a heading #%s in %s, and links from elsewhere may lead to it", anchor, address).
		WithHelp("the nearest now is #%s: call it as before; if nobody looks for it, run `cairn check --accept`", near))
}
