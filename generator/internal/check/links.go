package check

import (
	"path"

	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/link"
	"cairn/generator/internal/markdown"
	"cairn/generator/internal/site"
)

// links are all links that authors wrote.
type links struct {
	leaving []markdown.Link
	former  []diag.Fault
	led     map[string]bool // the addresses that links of other pages lead to
}

func linksOf(s *site.Site) links {
	all := links{led: map[string]bool{}}
	for _, p := range s.Pages {
		switch {
		case p.Document != nil:
			all.add(p.Path, p.Document.Links, p.Targets)
		case p.Assessment != nil:
			for i, scale := range p.Assessment.Scales {
				if scale.Link != nil {
					all.add(p.Path, []markdown.Link{*scale.Link}, p.Targets[i:i+1])
				}
			}
		}
	}
	for _, slot := range s.SlotTexts {
		all.add("", slot.Document.Links, slot.Targets)
	}
	for _, term := range s.Terms {
		all.add(site.GlossaryPath, term.Document.Links, term.Targets)
	}
	return all
}

func (all *links) add(from string, list []markdown.Link, targets []site.Target) {
	for i, target := range targets {
		if target.Former != "" {
			all.former = append(all.former, diag.Infof(list[i].DestinationAt, "former-anchor", "the anchor of this heading is %s now; #%s leads there too", target.Fragment, target.Former).
				WithHelp("write %s, which works on Git hosts as well", target.Fragment))
		}
		switch {
		case target.Path != "" && target.Path != from:
			all.led[target.Path] = true
		case link.IsWeb(target.URL):
			all.leaving = append(all.leaving, list[i])
		}
	}
}

// external lists the links that leave the site.
func (all links) external() (faults []diag.Fault) {
	for _, l := range all.leaving {
		faults = append(faults, diag.Infof(l.Place, "external-link", "a link to %s", l.Destination).
			WithHelp("Cairn asks no other host: open it now and then"))
	}
	return faults
}

// unlinkedPages tells of the pages that only the navigation leads to, once for
// each folder: no text links to them, and the folder has no page that lists them.
// What belongs to a track or a stage is shown with these.
func (all links) unlinkedPages(n *site.Node) (faults []diag.Fault) {
	var unlinked []*site.Page
	for _, child := range n.Children {
		faults = append(faults, all.unlinkedPages(child)...)
		if p := child.Page; n.Page == nil && p != nil && p.Track == nil && p.Stage == nil && !all.led[p.Path] {
			unlinked = append(unlinked, p)
		}
	}
	if len(unlinked) == 0 {
		return faults
	}
	fault := diag.Infof(diag.WholeFile(unlinked[0].Source), "unlinked-page", "only the navigation leads to this page")
	if more := len(unlinked) - 1; more > 0 {
		fault = diag.Infof(diag.WholeFile(unlinked[0].Source), "unlinked-page", "only the navigation leads to this page, and to others of its folder: %d", more)
	}
	return append(faults, fault.WithHelp("link to it where a reader needs it, or write %s, which lists its folder", path.Join(content.Root, n.Folder, "index.md")))
}

// unusedFiles tells of the files that are published and that nothing links to.
func (all links) unusedFiles(s *site.Site) (faults []diag.Fault) {
	for _, file := range s.Assets {
		if !all.led[site.Address(file)] {
			faults = append(faults, diag.Infof(diag.WholeFile(file), "unused-file", "no page links to this file").
				WithHelp("link to it, or delete it; it is published all the same"))
		}
	}
	return faults
}
