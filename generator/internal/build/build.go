// Package build turns a source into a tree of published files and a list of diagnostics. It
// writes nothing to disk. Equal sources give equal bytes, whatever the machine, the number
// of cores, or the builds before.
//
// A build is a chain of steps, which Builder.build calls in this order. A step is a function
// from values to a value. No step changes a value that an earlier step returned, except for
// the last two: makeAll fills the artifacts, and addIndex adds files to the tree.
//
//	readSource     read.go      a folder               → source: the files of site.toml and content/, and the texts of pages
//	parseConfig    parse.go     source                 → config.Config
//	inputsOf       inputs.go    source, Options        → Inputs: a hash of what the build depends on
//	readTheme      theme.go     layouts/               → loadedTheme: words, layouts
//	parseContents  parse.go     source, texts, words   → contents: the files of content/, each parsed alone
//	assemble       assemble.go  contents, Config       → site.Site: pages, navigation, resolved links
//	checkSite      assemble.go  Site                   → the faults that concern only an author
//	bundleAssets   theme.go     static/, layouts, Site → bundle: the assets that pages load
//	makeArtifacts  outputs.go   Site, theme, bundle    → artifacts: every file to publish, not rendered yet
//	newTree        artifact.go  artifacts              → output.Tree
//	makeAll        artifact.go  artifacts              → the bytes of the artifacts, and the faults in rendering them
//	addIndex       index.go     Site, pages in a Tree  → the search index, in the tree
//
// To publish a further kind of file, add a function to the list in outputs.go.
//
// A Builder keeps a part of its last build (type cache), unless that was Streaming, and passes
// each step the value that the step returned then. The step takes over the parts that depend on
// unchanged input.
package build

import (
	"context"
	"io/fs"
	"slices"
	"sync"

	"cairn/generator/internal/config"
	"cairn/generator/internal/content"
	"cairn/generator/internal/diag"
	"cairn/generator/internal/markdown"
	"cairn/generator/internal/search"
)

// Options are the inputs of a build beside its source.
type Options struct {
	Today  string // 2026-11-23
	Lang   string // language of the diagnostics, a name or a tag; "" selects the language that site.toml names
	Drafts bool   // publish drafts, and pages before their first or after their last day, each with a notice
	Check  bool   // also report the faults that concern only an author
	Accept bool   // with Check: report no difference from the ledger, which the caller will rewrite
	Strict bool   // treat warnings as errors
	Making Making

	// Changed names the files that may have changed since the last build, relative to the
	// source's folder. Other files under content/ are not read again. If it is nil, every
	// file may have changed. Result.Stale reports whether Changed was incomplete.
	Changed []string

	// Changes returns the known dates of last changes by path: content/a.md, 2026-11-20.
	// A build calls it after it has read the source, so that the caller can find the dates
	// concurrently, and perhaps again later. It may be nil.
	Changes func() map[string]string

	// IsKnown is called when the source has been read. If it returns true, because the caller
	// has the site of these inputs, the build ends there, without a Tree and without
	// diagnostics. It may be nil.
	IsKnown func(c *config.Config, inputs func() Inputs) bool
}

// Making selects when pages and workbooks are made, and whether pages are kept.
// Result.Complete makes the remaining ones to find their faults.
type Making int

const (
	Eager     Making = iota // Build makes all of them and keeps them
	Streaming               // Build makes the workbooks; a page is rendered at each request and not kept unless the index reads it, and nothing is kept for the next build, which saves most of a large site's memory
	Lazy                    // the same for pages; a workbook and the search index are made at their first request
)

// Builder builds one site repeatedly.
type Builder struct {
	folders folders
	search  *search.Builder // keeps the index of groups of pages whose texts have not changed

	mu   sync.Mutex
	last cache
}

// cache is the part of a build that the next build may take over. Its values are immutable.
type cache struct {
	source    *source              // a file, if Options.Changed does not name it or its bytes are equal
	theme     *loadedTheme         // the layouts, if no file of layouts/ has changed
	bundle    *bundle              // if no file of static/ has changed, and pages load the same assets
	contents  *contents            // a parsed file, if its text and the words for Markdown are equal; a goal template, if the calendars are too
	artifacts map[string]*artifact // by path: an artifact with a key, if the key is equal
}

// New returns a builder of the site in source, which holds site.toml and content/. The
// layouts/ and static/ of source hide those of theme, file by file.
func New(source, theme fs.FS) *Builder {
	return &Builder{folders: folders{source, theme, Overlay(source, theme)}, search: search.New(), last: emptyCache()}
}

func emptyCache() cache {
	return cache{source: &source{}, theme: &loadedTheme{}, bundle: &bundle{}, contents: &contents{}}
}

// Build builds the site from the present state of its source. If a file vanishes between
// being listed and being read, as it does for a moment when an editor or git replaces it,
// Build reads everything once more.
func (b *Builder) Build(options Options) *Result {
	b.mu.Lock()
	defer b.mu.Unlock()
	result := b.build(options)
	if slices.ContainsFunc(result.faults, func(f diag.Fault) bool { return f.Code == content.Gone }) {
		options.Changed = nil
		result = b.build(options)
	}
	return result
}

func (b *Builder) build(options Options) *Result {
	source, pages := readSource(b.folders.source, options.Changed, b.last.source)
	config, configFaults := parseConfig(source)
	var inputs func() Inputs
	if options.IsKnown != nil {
		if inputs = inputsOf(b.folders.source, source, options); options.IsKnown(config, inputs) {
			return &Result{Config: config}
		}
	}
	b.search.Prepare()
	folders := b.folders.now()
	theme := readTheme(folders, config, options.Check, b.last.theme)
	words := markdown.WordsOf(theme.words)
	if options.Changed != nil && words != b.last.contents.words { // every page is to be parsed again
		source, pages = readSource(b.folders.source, nil, source)
	}
	contents := parseContents(source, pages, words, b.last.contents)
	site, siteFaults := assemble(source, config, contents, theme.words, options)
	checked := checkSite(b.folders.source, site, options)
	bundle := bundleAssets(folders.theme, theme, site, b.last.bundle)
	artifacts := makeArtifacts(newPublication(source, site, theme, bundle, options), b.last.artifacts)
	tree := newTree(source, artifacts)
	b.last = emptyCache()
	if options.Making != Streaming {
		b.last = cache{source, theme, bundle, contents, withKeys(artifacts)}
	}

	faults := slices.Concat(source.faults(), configFaults, theme.faults, bundle.faults, contents.faults,
		activeFaults(source, config, contents), siteFaults, checked.faults)
	if !hasError(faults) {
		switch options.Making {
		case Eager:
			made, _ := makeAll(context.Background(), artifacts)
			faults = append(faults, made...)
		case Streaming: // a publisher that asks for a workbook and then for its script would make one workbook at a time
			makeAll(context.Background(), slices.DeleteFunc(slices.Clone(artifacts), func(a *artifact) bool { return !a.hasKey() }))
		}
		faults = append(faults, addIndex(tree, site, b.search, options)...)
	}
	return newResult(Result{
		Tree: tree, Config: config, Inputs: inputs, Undated: site.Undated(), Ledger: checked.ledger,
		options: options, folder: b.folders.source, source: source, site: site, artifacts: artifacts, themeFailed: hasError(theme.faults) || hasError(bundle.faults),
		texts: []func(string) string{theme.textOf, bundle.textOf, checked.textOf, func(file string) string { return source.textOf(b.folders.source, file) }},
	}, append(faults, tree.Faults()...))
}
