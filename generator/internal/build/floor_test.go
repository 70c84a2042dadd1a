package build

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html/template"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"

	"cairn/generator/internal/corpus"
)

// BenchmarkFloor does what every static site generator in Go does, and nothing else: it
// converts pages with goldmark, executes a small html/template for each, with links to the
// pages of its folder, and encodes their texts as JSON. ARCHITECTURE.md gives the time of a
// build as a multiple of it.
func BenchmarkFloor(b *testing.B) {
	for _, n := range []int{1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			files := corpus.New(n).Files
			var names []string
			for name := range files {
				if strings.HasSuffix(name, ".md") {
					names = append(names, name)
				}
			}
			slices.Sort(names)
			md := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.CJK, extension.Footnote))
			layout := template.Must(template.New("").Parse(floorLayout))
			b.ReportAllocs()
			for b.Loop() {
				pages := make([]floorPage, len(names))
				parallel(len(names), func(i int) { pages[i] = convert(md, names[i], files[names[i]].Data) })
				folders := map[string]template.HTML{}
				for _, p := range pages {
					folders[path.Dir(p.Path)] += template.HTML(fmt.Sprintf("<li><a href=\"%s\">%s</a></li>\n", p.Path, p.Title))
				}
				html := make([][]byte, len(names))
				parallel(len(names), func(i int) {
					pages[i].Sidebar = folders[path.Dir(pages[i].Path)]
					var page bytes.Buffer
					if err := layout.Execute(&page, pages[i]); err != nil {
						b.Error(err)
					}
					html[i] = page.Bytes()
				})
				index, err := json.Marshal(pages)
				if err != nil || len(index) == 0 {
					b.Fatal(err)
				}
			}
		})
	}
}

const floorLayout = `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>{{.Title}}</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<aside><ul>
{{.Sidebar}}</ul></aside>
<main><h1>{{.Title}}</h1>
{{.Body}}
</main>
<aside><ul>
{{range .Headings}}<li><a href="#{{.ID}}">{{.Text}}</a></li>
{{end}}</ul></aside>
</body>
</html>
`

// floorPage is the data of floorLayout, and an entry of the JSON index.
type floorPage struct {
	Path, Title, Text string
	Body              template.HTML  `json:"-"`
	Sidebar           template.HTML  `json:"-"`
	Headings          []floorHeading `json:"-"`
}

type floorHeading struct{ ID, Text string }

func convert(md goldmark.Markdown, name string, data []byte) floorPage {
	_, body, _ := bytes.Cut(data, []byte("\n+++\n"))
	root := md.Parser().Parse(text.NewReader(body))
	p := floorPage{Path: "/" + strings.TrimSuffix(strings.TrimPrefix(name, "content/"), ".md") + ".html"}
	var plain strings.Builder
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		switch n := n.(type) {
		case *ast.Heading:
			if entering {
				p.Headings = append(p.Headings, floorHeading{fmt.Sprint(len(p.Headings)), string(n.Lines().Value(body))})
			}
		case *ast.Text:
			if entering {
				plain.Write(n.Segment.Value(body))
			}
		}
		return ast.WalkContinue, nil
	})
	p.Text = plain.String()
	if len(p.Headings) > 0 {
		p.Title = p.Headings[0].Text
	}
	var html bytes.Buffer
	_ = md.Renderer().Render(&html, body, root)
	p.Body = template.HTML(html.String())
	return p
}
