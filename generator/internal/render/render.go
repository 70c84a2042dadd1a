// Package render renders a site's pages as HTML.
//
// Layouts are html/template files in layouts/:
//
//	base.html            the whole page; it calls the template "main"
//	LAYOUT.html          defines "main" for pages of that layout
//	partials/*.html      define templates that any layout may call
//	words.LANGUAGE.toml  the words of the interface; see package words
//
// The search index reads the text of <main> without <h1>, navigation, and elements with
// data-unsearched. Layouts set data-unsearched on text that the index has from the source,
// and on text about other pages.
//
// Long lines of layouts are broken inside of actions that trim white space, {{- and -}}, so
// that the breaks do not appear in the page.
//
// The data of a template is a *View. A partial that is the same on many pages is executed
// once for all of them: see shared.go.
package render

import (
	"bytes"
	"html/template"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	texttemplate "text/template"

	"cairn/generator/internal/assets"
	"cairn/generator/internal/config"
	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/sheet"
	"cairn/generator/internal/site"
	"cairn/generator/internal/words"
)

// Root is the folder of the layouts, in the site and in the theme.
const Root = "layouts"

// Renderer renders the pages of one site. It may be used by several goroutines
// at once.
type Renderer struct {
	site    *site.Site
	words   words.Words
	assets  *assets.Bundle
	layouts *Layouts
	recent  []*site.Page // the entries of the feed
	names   names        // that no line breaks

	shared  sync.Map  // sharedKey to the rendered partial
	tables  sync.Map  // a table and the keys that it leaves out, as WordsJSON joins them, to its jsonText
	endless sync.Map  // layout to the fault of its endless loop or recursion
	writers sync.Pool // *pageWriter
}

// New makes a renderer. The layouts were parsed with the site's configuration and words.
func New(s *site.Site, layouts *Layouts, text words.Words, bundle *assets.Bundle) *Renderer {
	return &Renderer{site: s, words: text, assets: bundle, layouts: layouts, recent: recent(s), names: newNames(s)}
}

// Page renders one page: into a buffer, whose contents it replaces, or without one (nil) into
// memory of its own.
func (r *Renderer) Page(p *site.Page, buffer *bytes.Buffer) ([]byte, []diag.Fault) {
	t, faults := r.layout(p.Layout, p)
	if len(faults) > 0 {
		return nil, faults
	}
	v := r.newView(p, t)
	if p.Document != nil {
		v.Body = v.pageBody()
	}
	if p.Goal != nil {
		v.Sheet = sheet.Evaluate(p.Goal, nil)
	}
	if v.Sidebar, faults = r.sidebar(v); len(faults) > 0 {
		return nil, faults
	}
	return r.execute(t, "base.html", v, p, buffer)
}

// layout returns a layout for a page. It is a fault if no file defines the layout.
func (r *Renderer) layout(name site.Layout, p *site.Page) (*template.Template, []diag.Fault) {
	if ready := r.layouts.ready[name]; ready != nil {
		t, err := ready()
		if err != nil {
			return nil, []diag.Fault{r.layouts.fault(err, p)}
		}
		return t, nil
	}
	return nil, []diag.Fault{diag.Errorf(diag.WholeFile(source(p)), "unknown-layout", "there is no layout %s", name).
		WithHelp("create %s/%s.html", Root, name)}
}

// source returns the file to which a fault of a page belongs: its source, or its path if the
// page is generated.
func source(p *site.Page) string {
	if p.Source != "" {
		return p.Source
	}
	return p.Path
}

// Layouts are the parsed layouts. Each is base.html with the "main" of its own file.
type Layouts struct {
	byName map[string]*texttemplate.Template                  // as they were parsed: layouts share the templates of a file
	ready  map[site.Layout]func() (*template.Template, error) // made when a page needs them; see constants.go
	texts  map[string]string
	marked []markedNode // by number; see bounds.go
}

// ParseLayouts parses all layouts, for a site of a configuration and words.
func ParseLayouts(theme fs.FS, conf *config.Config, text words.Words) (*Layouts, []diag.Fault) {
	l := &Layouts{byName: map[string]*texttemplate.Template{}, ready: map[site.Layout]func() (*template.Template, error){}, texts: map[string]string{}}
	every := &View{Site: &site.Site{Config: conf}, renderer: &Renderer{words: text}}
	common := texttemplate.New("")
	var faults, structure []diag.Fault
	files, _ := fs.Glob(theme, Root+"/*.html")
	partials, _ := fs.Glob(theme, Root+"/partials/*.html")
	for _, file := range append([]string{Root + "/base.html"}, partials...) {
		faults = append(faults, l.parse(theme, common, file)...)
	}
	for _, file := range files {
		if name := strings.TrimSuffix(path.Base(file), ".html"); name != "base" {
			t := texttemplate.Must(common.Clone())
			faults = append(faults, l.parse(theme, t, file)...)
			structure = append(structure, l.checkStructure(name, t)...)
			l.byName[name] = t
			l.ready[site.Layout(name)] = sync.OnceValues(func() (*template.Template, error) { return prepare(name, t, every) })
		}
	}
	l.markTemplates()
	isIncomplete := func(f diag.Fault) bool { return f.Severity == diag.Error && f.Code != "layout-script" }
	if !slices.ContainsFunc(faults, isIncomplete) { // an unparsed file would make all calls of its templates faults
		faults = append(faults, unique(structure)...)
	}
	return l, faults
}

// unique drops the faults of partials that were found with another layout already.
func unique(faults []diag.Fault) []diag.Fault {
	seen := map[diag.Place]bool{}
	return slices.DeleteFunc(faults, func(f diag.Fault) bool {
		known := seen[f.Place]
		seen[f.Place] = true
		return known
	})
}

// parse adds the templates of a file to a set of templates.
func (l *Layouts) parse(theme fs.FS, into *texttemplate.Template, file string) []diag.Fault {
	name := strings.TrimPrefix(file, Root+"/")
	text, faults := content.ReadText(theme, file)
	l.texts[file] = text
	if len(faults) > 0 {
		return faults
	}
	t, err := into.New(name).Parse(text)
	if err != nil {
		return []diag.Fault{l.fault(err, nil)}
	}
	return append(checkScripts(file, t), checkOutside(file, t)...)
}
