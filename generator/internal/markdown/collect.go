package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"

	"cairn/generator/internal/diag"
)

// collector walks a tree once, before it is rendered: it notes what a site has
// to know, and leaves on the nodes what rendering them depends on.
type collector struct {
	source   []byte
	start    diag.Place
	document *Document
	faults   []diag.Fault

	text    strings.Builder // of the section under way
	section Section
	anchors anchors
}

// The attributes that the collector leaves for the renderer.
const (
	attributeID   = "id"
	attributeTask = "task"
	attributeLink = "link" // there, if the link may lead where it says
)

func (c *collector) collect(tree ast.Node) {
	c.anchors = anchors{}
	c.takeTitle(tree)
	ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		return c.visit(n), nil
	})
	c.endSection(Section{})
}

// takeTitle takes a heading of level 1 at the very beginning out of the tree.
func (c *collector) takeTitle(tree ast.Node) {
	if h, ok := tree.FirstChild().(*ast.Heading); ok && h.Level == 1 {
		c.document.Title = c.plain(h)
		tree.RemoveChild(tree, h)
	}
}

func (c *collector) place(n ast.Node) diag.Place {
	for ; n != nil; n = n.Parent() {
		if n.Pos() >= 0 {
			return c.start.At(n.Pos())
		}
	}
	return c.start
}

func (c *collector) report(f diag.Fault) { c.faults = append(c.faults, f) }

func (c *collector) visit(n ast.Node) ast.WalkStatus {
	switch n := n.(type) {
	case *ast.Heading:
		c.heading(n)
	case *ast.Paragraph, *ast.TextBlock, *extast.TableCell, *extast.DefinitionTerm:
		c.block(c.plain(n))
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		c.block(string(n.Lines().Value(c.source)))
	case *ast.HTMLBlock:
		c.rawHTML(n, string(n.Lines().Value(c.source)))
	case *ast.RawHTML:
		c.rawHTML(n, string(n.Segments.Value(c.source)))
	case *ast.Link:
		c.link(n, string(n.Destination), false)
	case *ast.Image:
		c.link(n, string(n.Destination), true)
		return ast.WalkSkipChildren
	case *ast.AutoLink:
		c.link(n, address(n, c.source), false)
	case *extast.TaskCheckBox:
		n.SetAttributeString(attributeTask, c.document.Tasks)
		c.document.Tasks++
	}
	return ast.WalkContinue
}

func (c *collector) block(text string) {
	if text = strings.TrimSpace(text); text != "" {
		c.text.WriteString(text + "\n")
	}
}

func (c *collector) heading(n *ast.Heading) {
	text := c.plain(n)
	h := Heading{Level: n.Level, ID: c.anchors.unique(text), Text: text, Place: c.place(n)}
	n.SetAttributeString(attributeID, h.ID)
	c.document.Headings = append(c.document.Headings, h)
	c.endSection(Section{Anchor: h.ID, Heading: text, Level: h.Level})
}

func (c *collector) endSection(next Section) {
	c.section.Text = strings.TrimSuffix(c.text.String(), "\n")
	if c.section.Text != "" || c.section.Anchor != "" {
		c.document.Sections = append(c.document.Sections, c.section)
	}
	c.text.Reset()
	c.section = next
}

func (c *collector) rawHTML(n ast.Node, text string) {
	c.block(text)
	c.report(diag.Warnf(c.place(n), "raw-html", "HTML is shown as text").
		WithHelp("write Markdown; if the text means the signs themselves, put it between ` signs"))
}

func (c *collector) link(n ast.Node, destination string, image bool) {
	text := c.plain(n)
	if image && strings.TrimSpace(text) == "" {
		c.report(diag.Warnf(c.place(n), "missing-alt", "the picture %s has no alternative text", destination).
			WithHelp("say between the brackets what it shows: ![漏斗图](%s)", destination))
	}
	if !safe(destination) {
		c.report(diag.Warnf(c.place(n), "unsafe-link", "the link %q is left out", destination).
			WithHelp("a link is a path of a file, or begins with https:, http:, mailto: or tel:"))
		return
	}
	n.SetAttributeString(attributeLink, true)
	c.document.Links = append(c.document.Links, Link{Destination: destination, Text: text, Place: c.place(n), Image: image})
}

// plain is the text of a node without markup.
func (c *collector) plain(n ast.Node) string {
	var b strings.Builder
	ast.Walk(n, func(child ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch child := child.(type) {
		case *ast.Text:
			b.WriteString(unescape(string(child.Segment.Value(c.source))))
			b.WriteString(lineBreak(child, c.source))
		case *ast.String:
			b.Write(child.Value)
		case *ast.AutoLink:
			b.Write(child.Label(c.source))
		case *ast.CodeSpan:
			b.WriteString(codeText(child, c.source))
			return ast.WalkSkipChildren, nil
		case *ast.RawHTML:
			b.Write(child.Segments.Value(c.source))
		case *extast.FootnoteLink, *extast.FootnoteBacklink:
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}
