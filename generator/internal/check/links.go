package check

import (
	"path"

	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/link"
	"cairn/generator/internal/markdown"
	"cairn/generator/internal/site"
)

// links summarises all links of a site that authors wrote.
type links struct {
	toWeb  []markdown.Link
	former []diag.Fault    // of links with a former anchor
	linked map[string]bool // addresses to which another page links
}

func linksOf(s *site.Site) links {
	all := links{linked: map[string]bool{}}
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

// add adds the links of one text. from is the address of its page; it is "" if the text is
// shown on several pages.
func (all *links) add(from string, list []markdown.Link, targets []site.Target) {
	for i, target := range targets {
		if target.Former != "" {
			all.former = append(all.former, diag.Infof(list[i].DestinationAt, "former-anchor", "the anchor of this heading is now %s; #%s still works", target.Fragment, target.Former).
				WithHelp("write %s, which also works on Git hosts", target.Fragment))
		}
		switch {
		case target.Path != "" && target.Path != from:
			all.linked[target.Path] = true
		case link.IsWeb(target.URL):
			all.toWeb = append(all.toWeb, list[i])
		}
	}
}

// external reports each link to another site: Cairn makes no requests, so that only an
// author can find out whether the link still works.
func (all links) external() (faults []diag.Fault) {
	for _, l := range all.toWeb {
		faults = append(faults, diag.Infof(l.Place, "external-link", "link to %s", l.Destination).
			WithHelp("Cairn does not check links to other sites: open this one from time to time"))
	}
	return faults
}

// unlinkedPages reports, once for each folder, the pages to which only the navigation links:
// no text links to them, and the folder has no index.md, whose layout would list them. Pages
// of a track or a stage are left out, because the pages of tracks and stages list them.
func (all links) unlinkedPages(n *site.Node) (faults []diag.Fault) {
	var unlinked []*site.Page
	for _, child := range n.Children {
		faults = append(faults, all.unlinkedPages(child)...)
		if p := child.Page; n.Page == nil && p != nil && p.Track == nil && p.Stage == nil && !all.linked[p.Path] {
			unlinked = append(unlinked, p)
		}
	}
	if len(unlinked) == 0 {
		return faults
	}
	fault := diag.Infof(diag.WholeFile(unlinked[0].Source), "unlinked-page", "only the navigation links to this page")
	if more := len(unlinked) - 1; more > 0 {
		fault = diag.Infof(diag.WholeFile(unlinked[0].Source), "unlinked-page", "only the navigation links to this page; other pages of its folder with the same problem: %d", more)
	}
	return append(faults, fault.WithHelp("link to it from a page where readers need it, or write %s, which lists the pages of its folder", path.Join(content.Root, n.Folder, "index.md")))
}

// unusedFiles reports published assets without a link to them.
func (all links) unusedFiles(s *site.Site) (faults []diag.Fault) {
	for _, file := range s.Assets {
		if !all.linked[site.Address(file)] {
			faults = append(faults, diag.Infof(diag.WholeFile(file), "unused-file", "no page links to this file").
				WithHelp("link to it, or delete it; otherwise it is published without a link"))
		}
	}
	return faults
}
