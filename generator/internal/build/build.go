// Package build turns a source into a site, and writes nothing: it knows the order of
// the steps and nothing else. The same source gives the same bytes, whatever
// the machine, the number of cores, or the builds before.
package build

import (
	"bytes"
	"cmp"
	"context"
	"io/fs"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"cairn/generator/internal/calendar"
	"cairn/generator/internal/config"
	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/goal"
	"cairn/generator/internal/markdown"
	"cairn/generator/internal/output"
	"cairn/generator/internal/render"
	"cairn/generator/internal/search"
	"cairn/generator/internal/site"
	"cairn/generator/internal/words"
)

// Options are what a build depends on beside its source.
type Options struct {
	Today  string // 2026-11-23
	Lang   string // of the diagnostics: a name or a tag; "" is the language that site.toml names, if any
	Drafts bool   // drafts, and pages before their first or after their last day, are part of the site and say so
	Check  bool   // also find what only an author cares for
	Accept bool   // with Check: what is there is what is to be kept
	Strict bool   // warnings are errors
	Pages  Making // when pages are made

	// Changed names the files that may not be as they were at the last build,
	// from the source's folder: the others under content/ are not read again. Nil:
	// any may have changed. Result.Stale tells whether one was left out.
	Changed []string

	// Changes gives the dates of the last change by path, as far as they are
	// known: content/a.md, 2026-11-20. It is asked once, behind the reading of
	// the source, so that it may be found out at the same time; nil knows none.
	Changes func() map[string]string
}

// Making selects when pages are rendered, and whether their bytes are kept.
// Result.Complete renders the remaining pages to find their faults.
type Making int

const (
	Eager     Making = iota // Build renders every page and keeps it
	Lazy                    // a page, or the search index, is made at its first request and kept
	Streaming               // a page is rendered at each request and not kept, which saves most of a large site's memory
)

// Result is what a build makes. The tree is nil if there are errors.
type Result struct {
	Tree        *output.Tree
	Diagnostics []diag.Diagnostic
	Ledger      string         // of a check: what content.Ledger says if all is accepted
	Words       diag.Catalogue // of the diagnostics' language
	Config      *config.Config // what site.toml says
	Undated     int            // how many pages of a source have no date of their last change
	Feedless    bool           // the site has an address, and no feed for want of dates
	run         *run
}

// Builder builds a site again and again. What it keeps from one build for the
// next depends on one file, and is used only while that file's text is the
// same; of a page also on the words that Markdown puts in.
type Builder struct {
	source fs.FS
	base   fs.FS // the layouts/ and static/ of Cairn
	theme  fs.FS // those of the source over those of Cairn
	search *search.Builder

	mu         sync.Mutex
	entries    []content.Entry // under content/
	listFaults []diag.Fault
	parsedWith markdown.Words
	parsed     map[string]parsed // by file
	copied     map[string][]byte // by file
	checked    map[string]checkedFile
	bundle     bundled
	workbooks  map[string]workbookOf // by the file of their template
}

// New makes a builder of the site in source: site.toml and content/. The
// layouts/ and static/ of source lie over those of theme, file by file.
func New(source, theme fs.FS) *Builder {
	return &Builder{source: source, base: theme, theme: Overlay(source, theme), parsed: map[string]parsed{}, search: search.New()}
}

// Build builds the site as it now stands. If a file cannot be read, as when it
// vanishes while others are read, it is tried again once.
func (b *Builder) Build(options Options) *Result {
	b.mu.Lock()
	defer b.mu.Unlock()
	run, tree := b.run(options)
	if run.missed() {
		options.Changed = nil
		run, tree = b.run(options)
	}
	return run.result(tree)
}

func (b *Builder) run(options Options) (*run, *output.Tree) {
	run := &run{Builder: b, Options: options, texts: map[string]string{}}
	tree := run.build()
	return run, tree
}

// run is one build.
type run struct {
	*Builder
	Options
	texts   map[string]string // of every source file, to show the places of faults
	listed  []content.Entry
	data    map[string][]byte // of the assets that could be read
	changed map[string]bool   // of Options
	trusted bool              // what is not in changed was not read
	faults  []diag.Fault
	site    *config.Config
	undated int
	words   words.Words
	layouts *render.Layouts
	pages   []*pageFile
	assets  []string
	ledger  string
}

func (r *run) report(faults ...diag.Fault) { r.faults = append(r.faults, faults...) }

func (r *run) failed() bool {
	return slices.ContainsFunc(r.faults, func(f diag.Fault) bool { return f.Severity == diag.Error })
}

// missed tells whether a file went away between being listed and being read, as
// it does for a moment when editors and git write it anew.
func (r *run) missed() bool {
	return slices.ContainsFunc(r.faults, func(f diag.Fault) bool { return f.Code == content.Gone })
}

func (r *run) build() *output.Tree {
	r.site = r.config()
	in := site.Input{Config: r.site, Drafts: r.Drafts, Today: r.Today}
	r.readWords(in.Config)
	r.readContent(&in)
	in.Titles = map[site.Layout]string{
		site.LayoutGlossary: r.words["glossary.title"],
		site.LayoutPrint:    r.words["print.title"],
		site.LayoutSearch:   r.words["search.title"],
		site.LayoutNotFound: r.words["notfound.title"],
	}
	if r.Changes != nil {
		in.Changes = r.Changes()
	}
	s, faults := site.Assemble(in)
	r.report(faults...)
	r.undated = s.Undated()
	if r.Check {
		r.check(s)
	}
	bundle := r.bundleAssets()
	r.readLayouts()
	tree := output.New()
	renderer := render.New(s, r.layouts, r.words, bundle)
	r.addSources(tree)
	r.addPages(tree, s, renderer)
	r.copyAssets(tree)
	if r.failed() {
		r.report(tree.Faults()...)
		return nil
	}
	if r.Pages == Eager {
		r.renderPages(context.Background())
	}
	for _, f := range renderer.SitemapAndFeed() {
		tree.Add(f.Path, f.Data, diag.Place{})
	}
	r.writeWorkbooks(tree, s)
	for _, f := range bundle.Files {
		tree.Add(f.Path, f.Data, diag.WholeFile(f.Source))
	}
	r.index(tree, s)
	r.report(tree.Faults()...)
	return tree
}

func (r *run) config() *config.Config {
	text, faults := content.ReadText(r.source, config.File)
	r.texts[config.File] = text
	if len(faults) == 0 {
		var c *config.Config
		c, faults = config.Parse(text)
		r.report(faults...)
		return c
	}
	r.report(faults...)
	c, _ := config.Parse("")
	c.Unread = true
	return c
}

func (r *run) readWords(c *config.Config) {
	text, faults := words.Read(r.source, r.base, c)
	r.words = text
	for _, f := range faults {
		r.texts[f.File], _ = content.ReadText(r.theme, f.File)
	}
	r.report(faults...)
}

// readContent reads and parses every file under content/, several at a time.
func (r *run) readContent(in *site.Input) {
	entries, faults := r.list()
	r.listed = entries
	r.report(faults...)
	words := markdownWords(r.words)
	if words != r.parsedWith {
		clear(r.parsed)
		r.parsedWith = words
	}
	parser := markdown.New(words)
	results := make([]parsed, len(entries))
	parallel(len(entries), func(i int) {
		if entries[i].Kind != content.Asset {
			results[i] = r.parse(entries[i], parser)
		}
	})
	r.keep(entries, results)
	for i, e := range entries {
		r.texts[e.Path] = results[i].text
		r.report(results[i].faults...)
		results[i].addTo(in, e)
	}
	r.assets = in.Assets
	r.readAssets()
	r.checkActive(in.Config)
	r.readGoals(in, entries, results)
}

// readAssets reads the files that are published as they are.
func (r *run) readAssets() {
	r.data = make(map[string][]byte, len(r.assets))
	for _, e := range r.listed {
		if e.Kind != content.Asset {
			continue
		}
		data, known := r.copied[e.Path]
		if !known || !r.unchanged(e) {
			var faults []diag.Fault
			if data, faults = content.ReadFile(r.source, e.Path); len(faults) > 0 {
				r.report(faults...)
				continue
			}
		}
		r.data[e.Path] = data
	}
	r.copied = r.data
}

// checkedFile is a published asset and the faults that CheckActive found in it.
type checkedFile struct {
	data   []byte
	faults []diag.Fault
}

// checkActive warns of assets that a browser or a server would run, except for the files
// that site.toml lists under active.
func (r *run) checkActive(c *config.Config) {
	idle := map[string]diag.Place{}
	for i, file := range c.Active {
		idle[file] = c.ActiveAt[i]
	}
	checked := make(map[string]checkedFile, len(r.data))
	for _, file := range slices.Sorted(maps.Keys(r.data)) {
		now := checkedFile{data: r.data[file]}
		if last, ok := r.checked[file]; ok && bytes.Equal(last.data, now.data) {
			now = last
		} else {
			now.faults = content.CheckActive(file, now.data)
		}
		checked[file] = now
		for _, f := range now.faults {
			if _, isMeant := idle[file]; !isMeant || f.Severity == diag.Error {
				r.texts[file] = content.Lines(r.data[file])
				r.report(f)
			}
			delete(idle, file)
		}
	}
	r.checked = checked
	for _, file := range slices.Sorted(maps.Keys(idle)) {
		r.report(diag.Warnf(idle[file], "idle-active", "%s is no active file", file).
			WithHelp("write the path of one, such as content/tools/price.html, or take it out"))
	}
}

// parallel calls f for each of n, on all cores, some at a time.
func parallel(n int, f func(i int)) {
	const chunk = 16
	each((n+chunk-1)/chunk, func(c int) {
		for i := c * chunk; i < min((c+1)*chunk, n); i++ {
			f(i)
		}
	})
}

// each calls f for each of n, on all cores.
func each(n int, f func(i int)) {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i := range n {
		group.Go(func() error {
			f(i)
			return nil
		})
	}
	group.Wait()
}

// addSources adds the names of all files under content/, which others have on their
// disks, though not all are published.
func (r *run) addSources(tree *output.Tree) {
	for _, e := range r.listed {
		tree.AddSource(strings.TrimPrefix(e.Path, content.Root+"/"), diag.WholeFile(e.Path))
	}
}

func (r *run) copyAssets(tree *output.Tree) {
	for _, file := range r.assets {
		if data, read := r.data[file]; read {
			tree.Add(site.Address(file), data, diag.WholeFile(file))
		}
	}
}

func markdownWords(words words.Words) markdown.Words {
	return markdown.Words{
		Note: words["alert.note"], Tip: words["alert.tip"], Important: words["alert.important"],
		Warning: words["alert.warning"], Caution: words["alert.caution"],
		Permalink: words["heading.permalink"], Footnotes: words["footnote.title"], Back: words["footnote.back"],
	}
}

// readGoals parses the goal templates, which need the calendars.
func (r *run) readGoals(in *site.Input, entries []content.Entry, results []parsed) {
	var calendars []*calendar.Calendar
	for _, p := range results {
		if p.calendar != nil {
			calendars = append(calendars, p.calendar)
		}
	}
	slices.SortFunc(calendars, func(a, b *calendar.Calendar) int { return cmp.Compare(a.Year, b.Year) })
	for i, e := range entries {
		if e.Kind != content.Goal || strings.TrimSpace(results[i].text) == "" {
			continue
		}
		var template *goal.Template
		if !results[i].unread {
			var faults []diag.Fault
			template, faults = goal.Parse(e.Path, results[i].source, calendars)
			r.report(faults...)
		}
		if template == nil {
			template = &goal.Template{Title: e.Path} // so that links to it are not told as broken too
		}
		in.Goals = append(in.Goals, site.SourceGoal{File: e.Path, Template: template})
	}
}
