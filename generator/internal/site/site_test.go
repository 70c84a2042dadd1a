package site_test

import (
	"fmt"
	"strings"
	"testing"

	"cairn/generator/internal/content"
	"cairn/generator/internal/site"
	"cairn/generator/internal/sitetest"
)

// The snapshot lists every value that Assemble computes for the small site. To update it
// after an intended change, run
//
//	go test ./generator/internal/site -run TestSmallSite -update
func TestSmallSite(t *testing.T) {
	a := sitetest.Small().Assemble(sitetest.Options{Changes: sitetest.Changes()})
	if text := a.Report(); text != "" {
		t.Fatal(text)
	}
	sitetest.Snapshots(t, "testdata/small", map[string]string{"site.txt": describe(a.Site)})
}

// describe lists a site: pages in reading order, the navigation, the matrix, redirects,
// slots and terms. It leaves out empty fields.
func describe(s *site.Site) string {
	var b strings.Builder
	for _, p := range s.Pages {
		fmt.Fprintf(&b, "%s (%s)\n", p.Path, p.Layout)
		for _, field := range fields(p) {
			if field[1] != "" {
				fmt.Fprintf(&b, "\t%s: %s\n", field[0], field[1])
			}
		}
	}
	b.WriteString("navigation\n")
	describeNode(&b, s.Root, "\t")
	b.WriteString("matrix\n")
	for _, row := range s.Matrix.Rows {
		for _, cell := range row.Cells {
			fmt.Fprintf(&b, "\t%s/%s: playbook %s, goal %s, stage %s\n", cell.Track.ID, cell.Stage.ID, path(cell.Playbook), path(cell.Goal), path(row.Page))
		}
	}
	for _, r := range s.Redirects {
		fmt.Fprintf(&b, "redirect %s → %s\n", r.Path, r.To.Path)
	}
	for _, text := range s.SlotTexts {
		fmt.Fprintf(&b, "slot %s: %s → %s\n", text.Name, text.Source, targets(text.Targets))
	}
	for _, term := range s.Terms {
		fmt.Fprintf(&b, "term %s #%s: pages %s, see %s\n", term.Term, term.ID, paths(term.Pages), terms(term.See))
	}
	fmt.Fprintf(&b, "assets %s\nhome %s\nundated %d\n", strings.Join(s.Assets, " "), path(s.Home), s.Undated())
	return b.String()
}

func fields(p *site.Page) [][2]string {
	fields := [][2]string{
		{"source", p.Source}, {"by", p.By.File}, {"title", p.Title}, {"summary", p.Summary}, {"updated", p.Updated},
		{"tags", strings.Join(p.Tags, " ")}, {"formerly", strings.Join(p.Formerly, " ")},
		{"breadcrumbs", titles(p.Breadcrumbs)}, {"prev", path(p.Prev)}, {"next", path(p.Next)},
		{"children", paths(p.Children)}, {"backlinks", paths(p.Backlinks)}, {"related", paths(p.Related)},
		{"book", paths(p.Book)}, {"books", paths(p.Books)}, {"worksheet", path(p.Worksheet)}, {"playbook", path(p.Playbook)},
		{"targets", targets(p.Targets)}, {"mentions", mentions(p)}, {"slots", slots(p)}, {"steps", steps(p)},
	}
	if p.Track != nil {
		fields = append(fields, [2]string{"track", p.Track.ID})
	}
	if p.Stage != nil {
		fields = append(fields, [2]string{"stage", p.Stage.ID})
	}
	for _, ability := range p.Abilities {
		fields = append(fields, [2]string{"ability", ability.ID})
	}
	return fields
}

func describeNode(b *strings.Builder, n *site.Node, indent string) {
	fmt.Fprintf(b, "%s%s: %s %s\n", indent, n.Title, path(n.Page), n.Folder)
	for _, child := range n.Children {
		describeNode(b, child, indent+"\t")
	}
}

func path(p *site.Page) string {
	if p == nil {
		return ""
	}
	return p.Path
}

func paths(pages []*site.Page) string {
	return joined(pages, path)
}

func titles(nodes []*site.Node) string {
	return joined(nodes, func(n *site.Node) string { return n.Title })
}

func terms(all []*site.Term) string {
	return joined(all, func(t *site.Term) string { return t.Term })
}

// targets lists the destinations of links. The target of a link to an unpublished page is
// listed as "absent".
func targets(all []site.Target) string {
	return joined(all, func(t site.Target) string {
		if t.Absent {
			return "absent"
		}
		return t.URL + t.Path + t.Fragment
	})
}

// mentions lists the mentions of a page: the term's anchor, and the marked text or "link".
func mentions(p *site.Page) string {
	return joined(p.Mentions, func(m site.Mention) string {
		if m.Link {
			return m.Term.ID + "=link"
		}
		return m.Term.ID + "=" + p.Document.HTML[m.Span.From:m.Span.To]
	})
}

func slots(p *site.Page) string {
	return joined(p.Slots, func(text *site.SlotText) string {
		if text == nil {
			return "empty"
		}
		return text.Name
	})
}

func steps(p *site.Page) string {
	return joined(p.Steps, func(s content.Step) string {
		return fmt.Sprintf("%d %s #%s %s", s.Month, s.Title, s.Anchor, strings.Join(s.Today, "/"))
	})
}

func joined[T any](list []T, text func(T) string) string {
	var all []string
	for _, x := range list {
		all = append(all, text(x))
	}
	return strings.Join(all, ", ")
}
