package build

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"strings"
	"sync"

	"cairn/generator/internal/assets"
	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/render"
	"cairn/generator/internal/site"
	"cairn/generator/internal/wire"
	"cairn/generator/internal/workbook"
)

// outputs lists the kinds of files that are published. Each function returns the files of
// one kind. To publish a further kind, such as a calendar file for each goal template,
// write a function of this signature and add it here:
//
//   - a file whose bytes exist already is an artifact with data,
//   - a file that is computed for each page is an artifact with render, which also returns
//     faults,
//   - a file that should outlive the build also has a key (see workbooks).
//
// The address of a file beside a page is a method of site.Page (see Workbook); layouts link
// to it. TestEveryFileIsLinked reports a file without a link. Package output reports two
// files of one path and impossible names. Package publish needs no change. Package serve
// needs one row in contentType for a new file extension, which TestEveryFileHasMediaType
// demands. The search index is not in this list because it reads the rendered pages (see
// index.go).
func outputs() []func(publication) []*artifact {
	return []func(publication) []*artifact{
		pages,
		papers,
		paths,
		redirects,
		copies,
		sitemapAndFeed,
		workbooks,
		bundledAssets,
	}
}

// publication is the input of every output.
type publication struct {
	source   *source
	site     *site.Site
	theme    *loadedTheme
	assets   *assets.Bundle   // with the words of scripts
	renderer *render.Renderer // of the site, with the layouts and words of the theme
	options  Options          // an output that depends on the date reads it from Today
}

func newPublication(s *source, assembled *site.Site, theme *loadedTheme, b *bundle, options Options) publication {
	assets := b.assets.WithPrefixes(laterWords(theme.words))
	return publication{
		source: s, site: assembled, theme: theme, assets: assets, options: options,
		renderer: render.New(assembled, theme.layouts.Layouts, theme.words, assets),
	}
}

// makeArtifacts returns the artifacts of all outputs, some taken over from the last build.
func makeArtifacts(p publication, last map[string]*artifact) []*artifact {
	var all []*artifact
	for _, output := range outputs() {
		all = append(all, output(p)...)
	}
	for _, a := range all {
		a.keep = a.keep || a.hasKey() || p.options.Making == Eager
	}
	return takeOver(all, last)
}

// pages are the HTML pages. Those that the index reads are kept: a site has one for each
// folder and each playbook.
func pages(p publication) (all []*artifact) {
	for _, page := range p.site.Pages {
		a := &artifact{path: page.Path, by: page.By, keep: isSearched(page) && showsMore(page)}
		if page.Goal == nil || !page.Goal.Unread { // the layout cannot show a template that was not read
			a.render = func(buffer *bytes.Buffer) ([]byte, []diag.Fault) { return p.renderer.Page(page, buffer) }
		}
		all = append(all, a)
	}
	return all
}

// papers are the printed sheets of the worksheets, as scripts that print.html loads.
func papers(p publication) (all []*artifact) {
	for _, page := range worksheets(p.site) {
		all = append(all, &artifact{path: page.Paper(), by: page.By,
			render: func(*bytes.Buffer) ([]byte, []diag.Fault) { return p.renderer.Paper(page) }})
	}
	return all
}

// paths are the reading paths, as scripts that the home page loads.
func paths(p publication) (all []*artifact) {
	for _, page := range p.site.PathsAtHome() {
		all = append(all, &artifact{path: page.PathScript(), by: page.By,
			render: func(*bytes.Buffer) ([]byte, []diag.Fault) { return p.renderer.Path(page) }})
	}
	return all
}

// redirects are pages at former addresses of pages.
func redirects(p publication) (all []*artifact) {
	for _, redirect := range p.site.Redirects {
		all = append(all, &artifact{path: redirect.Path, by: redirect.By,
			render: func(*bytes.Buffer) ([]byte, []diag.Fault) { return p.renderer.Redirect(redirect) }})
	}
	return all
}

// copies are the files of content/ that are published unchanged.
func copies(p publication) (all []*artifact) {
	for _, e := range p.source.entries {
		if f := p.source.files[e.Path]; e.Kind == content.Asset && !f.unread {
			all = append(all, &artifact{path: site.Address(e.Path), by: diag.WholeFile(e.Path), data: f.data})
		}
	}
	return all
}

func sitemapAndFeed(p publication) (all []*artifact) {
	for _, f := range p.renderer.SitemapAndFeed() {
		all = append(all, &artifact{path: f.Path, data: f.Data})
	}
	return all
}

// workbooks are the worksheets as Excel files, each also as a script with which its page fills
// in the reader's numbers. One takes as long as many pages.
func workbooks(p publication) (all []*artifact) {
	wordsKey := hash(p.theme.words)
	var scripts []*artifact // after all workbooks: the worker of a script would wait for that of its workbook
	for _, page := range worksheets(p.site) {
		template, at := page.Goal, diag.WholeFile(page.Source)
		key := hash(p.source.files[page.Source].text, template.Year, wordsKey, p.site.Config.ID)
		write := sync.OnceValues(func() ([]byte, error) { return writeWorkbook(p, page) })
		file := func(path string, encode func(workbook []byte) []byte) *artifact {
			return &artifact{path: path, by: at, key: key, render: func(*bytes.Buffer) ([]byte, []diag.Fault) {
				data, err := write()
				if err != nil {
					return nil, []diag.Fault{diag.Errorf(at, "workbook", "the workbook cannot be written: %v", err).WithHelp("shorten its labels, hints and choices")}
				}
				return encode(data), nil
			}}
		}
		all = append(all, file(page.Workbook(), func(workbook []byte) []byte { return workbook }))
		scripts = append(scripts, file(page.BookScript(), workbook.Script))
	}
	return append(all, scripts...)
}

// writeWorkbook returns the workbook of a page.
func writeWorkbook(p publication, page *site.Page) ([]byte, error) {
	hash, err := wire.New(page.Goal).Hash()
	if err != nil {
		return nil, err
	}
	origin := workbook.Origin{Site: p.site.Config.ID, Path: strings.TrimSuffix(page.Path, ".html"), Hash: hash}
	return workbook.Write(page.Goal, origin, p.theme.words)
}

// bundledAssets are the scripts, styles, fonts and pictures of static/.
func bundledAssets(p publication) (all []*artifact) {
	for _, f := range p.assets.Files {
		all = append(all, &artifact{path: f.Path, by: diag.WholeFile(f.Source), data: f.Data})
	}
	return all
}

// worksheets returns the pages with a goal template that was read.
func worksheets(s *site.Site) (all []*site.Page) {
	for _, page := range s.Pages {
		if page.Goal != nil && !page.Goal.Unread {
			all = append(all, page)
		}
	}
	return all
}

// hash returns a key of values that JSON can represent. It panics on others.
func hash(values ...any) [sha256.Size]byte {
	var text bytes.Buffer
	if err := json.NewEncoder(&text).Encode(values); err != nil {
		panic(err)
	}
	return sha256.Sum256(text.Bytes())
}
