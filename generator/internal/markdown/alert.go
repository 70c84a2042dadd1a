package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// alert is a quotation that begins with [!TIP] or the like.
type alert struct {
	ast.BaseBlock
	kind, title string
}

var kindAlert = ast.NewNodeKind("Alert")

func (*alert) Kind() ast.NodeKind { return kindAlert }

func (a *alert) Dump(source []byte, level int) { ast.DumpHelper(a, source, level, nil, nil) }

// alertTransformer turns such quotations into alerts.
type alertTransformer struct{ words Words }

func (t alertTransformer) Transform(document *ast.Document, reader text.Reader, _ parser.Context) {
	var quotes []*ast.Blockquote
	ast.Walk(document, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if quote, ok := n.(*ast.Blockquote); ok && entering {
			quotes = append(quotes, quote)
		}
		return ast.WalkContinue, nil
	})
	for _, quote := range quotes {
		if a := t.alert(quote, reader.Source()); a != nil {
			for n := quote.FirstChild(); n != nil; n = quote.FirstChild() {
				a.AppendChild(a, n)
			}
			quote.Parent().ReplaceChild(quote.Parent(), quote, a)
		}
	}
}

// alert makes an alert of a quotation, nil if it is not one, and takes its mark
// out of the text.
func (t alertTransformer) alert(quote *ast.Blockquote, source []byte) *alert {
	paragraph, ok := quote.FirstChild().(*ast.Paragraph)
	if !ok || paragraph.Lines().Len() == 0 {
		return nil
	}
	first := paragraph.Lines().At(0)
	mark := strings.TrimSpace(string(first.Value(source)))
	kind, ok := strings.CutPrefix(mark, "[!")
	kind, closed := strings.CutSuffix(kind, "]")
	kind = strings.ToLower(kind)
	title := t.title(kind)
	if !ok || !closed || title == "" {
		return nil
	}
	for n := paragraph.FirstChild(); n != nil && n.Pos() < first.Stop; n = paragraph.FirstChild() {
		paragraph.RemoveChild(paragraph, n)
	}
	if !paragraph.HasChildren() {
		quote.RemoveChild(quote, paragraph)
	}
	return &alert{kind: kind, title: title}
}

func (t alertTransformer) title(kind string) string {
	switch kind {
	case "note":
		return t.words.Note
	case "tip":
		return t.words.Tip
	case "important":
		return t.words.Important
	case "warning":
		return t.words.Warning
	case "caution":
		return t.words.Caution
	}
	return ""
}
